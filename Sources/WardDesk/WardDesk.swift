// The room of WardDesk.
