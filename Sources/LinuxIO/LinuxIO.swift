// The room of LinuxIO.
