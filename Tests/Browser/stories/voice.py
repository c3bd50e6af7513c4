"""Somebody speaks to the ward at home, an officer hears it in the browser and answers, and the home hears that."""

import math
import struct

from office import ROOT, wait_until
from stories.feedback import press

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn"}


def microphone(office):
    """A board whose microphone hears a tone, and what the terminal needs in its environment for it."""
    rate = 48_000
    tone = b"".join(struct.pack("<h", int(16_000 * math.sin(2 * math.pi * 440 * n / rate)))
                    for n in range(rate)) * 60
    (office.folder / "heard.raw").write_bytes(tone)
    alsa = office.folder / "heard.conf"
    alsa.write_text('pcm.heard { type file slave.pcm null file /dev/null '
                    f'infile "{office.folder}/heard.raw" format raw }}\n')
    board = office.folder / "board.toml"
    board.write_text((ROOT / "boards/simulator.toml").read_text()
                     + '\n[microphone]\npcm = "heard"\nrate-hz = 48000\n')
    return board, {"ALSA_CONFIG_PATH": f"{ROOT}/provisioning/alsa/alsa.conf:{alsa}"}


def tell(office, lan, minh, hoa):
    office.switch_on("nha-1", *microphone(office))
    recordings = office.folder / "nha-1/recordings"

    # Feedback, a new one, the first subject, to speak; some seconds later it is ended and sent.
    press(office, "down", "down", "ok", "ok", "ok", "ok")
    wait_until(lambda: any(part.stat().st_size > 12_000 for part in recordings.glob("*.part")),
               "some seconds are recorded")
    press(office, "ok")
    wait_until(lambda: any(len(path.name) == 64 for path in recordings.iterdir()), "it is kept")
    press(office, "ok")

    press(office, "back", "back", "back")

    lan.to("/feedback")
    lan.sees("Lời nói")
    lan.send("#inbox a")
    lan.find("audio")
    heard = lan.browser.execute_async_script("""
        const done = arguments[0];
        fetch(document.querySelector("audio").src).then(async (answer) => {
          const sound = await new AudioContext().decodeAudioData(await answer.arrayBuffer());
          done(sound.duration);
        }).catch((fault) => done(String(fault)));""")
    assert isinstance(heard, (int, float)) and heard > 3, f"the browser plays {heard}"
    lan.picture("voice")

    lan.write("#words", "Sáng mai tổ vệ sinh dọn xong.")
    lan.send("button[value=answered]")
    lan.sees("đã tới nhà")
    press(office, "down", "down", "ok", "down", "ok")
    lan.sees("nhà đã mở xem")
    # OK is held: the home reads the answer out, and more sounds than its length could be silence.
    speaker = office.folder / "nha-1/speaker.wav"
    before = speaker.stat().st_size if speaker.exists() else 0
    office.loanha("sim", "press", "ok", "--hold", "1.5", "--home", "nha-1")
    wait_until(lambda: speaker.exists() and loudness(speaker, before) > 1_000, "the answer is heard")


def loudness(path, offset):
    """The loudest 16-bit sample behind `offset`."""
    content = path.read_bytes()[max(offset, 44) // 2 * 2:]
    content = content[:len(content) // 2 * 2]
    return max(map(abs, struct.unpack(f"<{len(content) // 2}h", content)), default=0)
