"""What is played to the microphone is in what the terminal records."""

import subprocess

from rig import private_pulse
from waves import Recording, write_tone

TONE_HERTZ = 660
RECORD_SECONDS = 3


def run(rig):
    tone = rig.out / "voice.wav"
    write_tone(tone, TONE_HERTZ, 12.0, level=0.4)
    with private_pulse(rig.out / "pulse") as server:
        backend = f"pa,server=unix:{server},in.name=air.monitor,out.name=room,in.frequency=48000"
        with rig.home("microphone", audio=backend) as (guest, _):
            player = subprocess.Popen(
                ["paplay", "--server", f"unix:{server}", "--device", "air", tone])
            try:
                guest.run("loanhad --record /tmp/recorded.wav"
                          f" --seconds {RECORD_SECONDS} --board qemu-x86")
            finally:
                player.terminate()
                player.wait()
            recorded = rig.out / "recorded.wav"
            recorded.write_bytes(guest.fetch("/tmp/recorded.wav"))
    recording = Recording(recorded)
    assert abs(recording.seconds - RECORD_SECONDS) < 0.1, f"{recording.seconds:.2f} s recorded"
    longest = max(recording.sounds(), key=lambda sound: sound.seconds)
    pitch = longest.frequency(0.2, longest.seconds - 0.2)
    assert abs(pitch - TONE_HERTZ) < 2, f"{pitch:.1f} Hz instead of {TONE_HERTZ}"
