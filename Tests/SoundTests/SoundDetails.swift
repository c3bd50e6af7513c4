import Testing

/// What `SoundTests` shows in the large, looked at closely: every edge, every kind of bad file, and
/// what it costs. One after another, since some of it keeps a processor busy.
@Suite(.serialized) struct SoundDetails {}

/// What only the faulty card can do. These tests wait more than they work, so they may overlap.
@Suite(.enabled(if: Studio.has("gcc"))) struct CardDetails {}
