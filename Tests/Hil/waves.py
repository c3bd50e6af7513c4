"""Measures what QEMU recorded of a guest's sound card."""

import array
import math
import pathlib

# A sample louder than this is sound, of 32,767.
THRESHOLD = 200
# Silence of this length divides one sound from the next, in seconds.
PAUSE_SECONDS = 0.2
HEADER_BYTES = 44


class Recording:
    """A WAV file of 16-bit samples; the first channel counts."""

    def __init__(self, path):
        data = pathlib.Path(path).read_bytes()
        if len(data) < HEADER_BYTES:
            # Killed before the first sound.
            self.rate, self.samples = 48_000, array.array("h")
            return
        start = data.find(b"data") + 8
        if not data.startswith(b"RIFF") or start < 8:
            raise ValueError(f"{path} is no WAV file of {len(data)} bytes")
        channels = int.from_bytes(data[22:24], "little")
        self.rate = int.from_bytes(data[24:28], "little")
        frame = 2 * channels
        # The length in the header is only there after an orderly end.
        whole = (len(data) - start) // frame * frame
        self.samples = array.array("h", data[start:start + whole])[::channels]

    @property
    def seconds(self):
        return len(self.samples) / self.rate

    def sounds(self, pause_seconds=PAUSE_SECONDS):
        """The sounds in the recording, divided by pauses, as `Sound`s."""
        pause = int(pause_seconds * self.rate)
        found, first, last = [], None, None
        for index, sample in enumerate(self.samples):
            if -THRESHOLD < sample < THRESHOLD:
                continue
            if first is None:
                first = index
            elif index - last > pause:
                found.append(Sound(self, first, last + 1))
                first = index
            last = index
        if first is not None:
            found.append(Sound(self, first, last + 1))
        return found


class Sound:
    """From the first loud sample to the last."""

    def __init__(self, recording, first, end):
        self.rate = recording.rate
        self.first = first
        self.samples = recording.samples[first:end]
        self.silence_before = first / recording.rate
        self.silence_after = (len(recording.samples) - end) / recording.rate

    @property
    def seconds(self):
        return len(self.samples) / self.rate

    @property
    def peak(self):
        return max(max(self.samples), -min(self.samples))

    def frequency(self, begin=0.0, end=None):
        """The frequency of a steady tone between two moments, in hertz, from its zero crossings."""
        window = self.samples[int(begin * self.rate):None if end is None else int(end * self.rate)]
        rising = [i for i in range(1, len(window)) if window[i - 1] < 0 <= window[i]]
        if len(rising) < 2:
            return 0.0

        def moment(index):
            before, after = window[index - 1], window[index]
            return index - 1 + before / (before - after)

        return (len(rising) - 1) * self.rate / (moment(rising[-1]) - moment(rising[0]))

    def breaks(self, frequency):
        """Samples that don't go on as a pure tone of this frequency would: clicks, gaps, jumps."""
        factor = 2 * math.cos(2 * math.pi * frequency / self.rate)
        tolerance = 0.05 * self.peak
        s = self.samples
        return sum(1 for i in range(2, len(s))
                   if abs(s[i] - factor * s[i - 1] + s[i - 2]) > tolerance)


def write_tone(path, frequency, seconds, rate=48_000, level=0.5):
    """Writes a mono WAV file with a tone that begins and ends without a click."""
    edge = int(0.005 * rate)
    count = int(seconds * rate)
    samples = array.array("h")
    for index in range(count):
        envelope = min(1.0, (index + 1) / edge, (count - index) / edge)
        samples.append(round(32_767 * level * envelope
                             * math.sin(2 * math.pi * frequency * index / rate)))
    body = samples.tobytes()
    header = (b"RIFF" + (36 + len(body)).to_bytes(4, "little") + b"WAVEfmt "
              + (16).to_bytes(4, "little") + (1).to_bytes(2, "little") + (1).to_bytes(2, "little")
              + rate.to_bytes(4, "little") + (2 * rate).to_bytes(4, "little")
              + (2).to_bytes(2, "little") + (16).to_bytes(2, "little")
              + b"data" + len(body).to_bytes(4, "little"))
    pathlib.Path(path).write_bytes(header + body)
