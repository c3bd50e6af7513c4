// The room of TerminalCore.
