// The room of Sound.
