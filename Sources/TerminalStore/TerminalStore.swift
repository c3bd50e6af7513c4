// The room of TerminalStore.
