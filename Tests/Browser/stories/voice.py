"""Somebody speaks to the ward at home, an officer hears it in the browser and answers in words and by voice, and
the home hears that voice."""

import math
import struct

from office import ROOT, wait_until
from stories.feedback import press
from stories.live import voice

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
    lan.send("button[value=handling]")
    lan.sees("đã tới nhà")
    press(office, "down", "down", "ok", "down", "ok")
    lan.sees("nhà đã mở xem")
    # OK is held: the home reads the answer out, and more sounds than its length could be silence.
    speaker = office.folder / "nha-1/speaker.wav"
    before = speaker.stat().st_size if speaker.exists() else 0
    office.loanha("sim", "press", "ok", "--hold", "1.5", "--home", "nha-1")
    wait_until(lambda: speaker.exists() and loudness(speaker, before) > 1_000, "the answer is heard")
    press(office, "volume-down")

    # Another officer answers in her own voice, and hears it before it is sent.
    minh.to("/feedback")
    minh.send("#inbox a")
    minh.find("#record").click()
    wait_until(lambda: " 4 s" in minh.find("#record").text, "some seconds are recorded")
    minh.find("#record").click()
    minh.find("#voice audio")
    minh.press("button[value=answered]")
    assert minh.find("#words:invalid"), "words are asked for as well"
    minh.write("#words", "Đã dọn xong. Cảm ơn bác đã báo.")
    minh.picture("spoken-reply")
    minh.send("button[value=answered]")
    minh.sees("lời nói đã tới nhà")
    assert any(len(path.name) == 64 for path in recordings.iterdir()), "the home has its file"
    before = speaker.stat().st_size
    press(office, "ok")
    wait_until(lambda: is_voice(speaker, before), "the officer is heard at home")


def is_voice(path, offset):
    """Whether more than three seconds have sounded behind `offset`, loud in some tenths and quiet in others."""
    content = path.read_bytes()[max(offset, 44) // 2 * 2:]
    samples = struct.unpack(f"<{len(content) // 2}h", content[:len(content) // 2 * 2])
    tenths = [max(map(abs, samples[start:start + 4_800])) for start in range(0, len(samples) - 4_800, 4_800)]
    return sum(tenth > 1_500 for tenth in tenths) > 15


def loudness(path, offset):
    """The loudest 16-bit sample behind `offset`."""
    content = path.read_bytes()[max(offset, 44) // 2 * 2:]
    content = content[:len(content) // 2 * 2]
    return max(map(abs, struct.unpack(f"<{len(content) // 2}h", content)), default=0)
