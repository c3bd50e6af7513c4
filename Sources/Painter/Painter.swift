// The room of Painter.
