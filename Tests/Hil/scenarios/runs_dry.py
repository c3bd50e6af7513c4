"""A terminal that stands still while it plays falls silent: nothing sounds twice, and the rest follows."""

from rig import TERMINAL
from waves import Recording, write_tone

TONE_HERTZ = 880
TONE_SECONDS = 6.0
# The card stops soon after it has run dry, and its silence is short.
PAUSE_SECONDS = 0.02
PROCESS = "systemctl show --property MainPID --value loanhad"


def run(rig):
    tone = rig.out / "tone.wav"
    write_tone(tone, TONE_HERTZ, TONE_SECONDS)
    with rig.home("runs_dry") as (guest, ward):
        process = guest.run(PROCESS)
        ward.publish("ban-tin", "Bản tin của phường", "--audio", tone)
        guest.wait_for_journal("began at")
        # Past the signal, amid the tone; then longer than the card's buffer lasts.
        guest.run(f"sleep 3.5; kill -STOP {process}; sleep 4; kill -CONT {process}")
        ward.wait_for_fact("ban-tin", TERMINAL, "heard")
    pieces = [sound for sound in Recording(guest.speaker).sounds(PAUSE_SECONDS)
              if abs(sound.frequency() - TONE_HERTZ) < 5]
    rig.figure(f"{len(pieces)} pieces of {', '.join(f'{piece.seconds:.3f} s' for piece in pieces)}")
    assert len(pieces) == 2, f"{len(pieces)} pieces of {TONE_SECONDS} s, where silence divides two"
    heard = sum(piece.seconds for piece in pieces)
    assert abs(heard - TONE_SECONDS) < 0.005, f"{heard:.3f} s heard of {TONE_SECONDS} s"
