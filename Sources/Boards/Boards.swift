// The room of Boards.
