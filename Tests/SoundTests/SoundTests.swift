import Testing

/// Everything about sound runs one after another: the tests count what the process does.
@Suite(.serialized) struct SoundTests {}
