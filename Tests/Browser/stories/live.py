"""Speaking live from a browser: an emergency at once, an ordinary programme once two have signed it, and a
tab and a network that go in the middle. What the microphone hears sounds at home."""

import array
import subprocess

from office import wait_until

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn"}


def voice(folder):
    """What the microphones hear: a voice that says one sentence."""
    folder.mkdir(parents=True, exist_ok=True)
    spoken, path = folder / "spoken.wav", folder / "voice.wav"
    subprocess.run(["espeak-ng", "-v", "vi", "-a", "120", "-w", spoken,
                    "Đồng bào chú ý, nước sông đang lên nhanh, mời bà con lên chỗ cao."], check=True)
    subprocess.run(["sox", spoken, "-r", "48000", "-c", "1", "-b", "16", path], check=True)
    return path


def samples(office):
    """All that the home's loudspeaker has played, interleaved or not: only its loudness is asked for."""
    path = office.folder / "heard.wav"
    office.loanha("sim", "speaker", "--home", "nha-1", "--out", path)
    return array.array("h", path.read_bytes()[44:])


def is_loud(heard):
    """Whether a fifth of the tenths of a second have a voice in them."""
    tenths = [heard[start:start + 9_600] for start in range(0, len(heard) - 9_600, 9_600)]
    voiced = [tenth for tenth in tenths if max(map(abs, tenth)) > 1_500]
    return len(tenths) > 20 and len(voiced) * 5 > len(tenths)


def on_air(person, office):
    """Waits until somebody is on air, lets homes hear them, and checks that they do."""
    person.sees("ĐANG PHÁT TRỰC TIẾP")
    begin = len(samples(office)) + 2 * 48_000
    wait_until(lambda: is_loud(samples(office)[begin:]), "the voice is heard at home", 40)


def network(person, is_there):
    person.browser.execute_cdp_cmd("Network.enable", {})
    person.browser.execute_cdp_cmd("Network.emulateNetworkConditions", {
        "offline": not is_there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})


def identifier(person):
    link = person.find("main a[href*='/items/noi-']").get_attribute("href")
    return link.split("/items/")[1]


def announce(person, headline):
    person.to("/speak")
    person.write("#headline", headline)


def tell(office, lan, minh, hoa):
    office.switch_on("nha-1")

    # Hoa, who holds the emergency key, speaks at once and stops.
    announce(hoa, "BÃO SỐ 9")
    hoa.picture("speak")
    hoa.choose("#priority", "khan-cap")
    hoa.send("#speak button.main")
    hoa.sees("NGAY LẬP TỨC")
    hoa.picture("speak-confirm")
    hoa.send("button[data-sign]")
    item = identifier(hoa)
    hoa.sees("nói ngay")
    hoa.press("#ready")
    on_air(hoa, office)
    hoa.picture("studio")
    hoa.press("#stop")
    hoa.sees("Đã nói xong")
    wait_until(lambda: "played" in office.facts("nha-1", item), "nha-1 says what sounded")
    office.loanha("sim", "press", "ok", "--home", "nha-1")
    wait_until(lambda: "confirmed" in office.facts("nha-1", item), "somebody confirms")

    # Minh announces; Lan signs as well, and Minh, whose microphone is on, is on air by that.
    announce(minh, "Chủ tịch phường trả lời nhân dân")
    minh.send("#speak button.main")
    minh.sees("Chưa nói trực tiếp được")
    announce(minh, "Chủ tịch phường trả lời nhân dân")
    minh.choose("#class", "chi-dao-dieu-hanh")
    minh.write("#minutes", "3")
    minh.press("details summary")
    minh.write("#issuer", "Ban Tuyên giáo Thành ủy")
    minh.write("#number", "45-CV/BTGTU")
    for limit in ("khung-gio", "so-buoi", "ngay-trong-tuan", "thoi-luong"):
        minh.press(f"input[name=lift][value={limit}]")
    minh.send("#speak button.main")
    minh.sees("Khi đủ hai chữ ký")
    minh.send("button[data-sign]")
    item = identifier(minh)
    minh.sees("Chờ chữ ký")
    minh.press("#ready")
    lan.to("/approvals")
    lan.send("#waiting a")
    lan.sees("Nói trực tiếp")
    lan.send("button[data-sign]")
    on_air(minh, office)

    # The tab goes: the programme ends by itself, at home as well.
    studio = minh.browser.current_url
    minh.browser.get("about:blank")
    wait_until(lambda: "played" in office.facts("nha-1", item), "it has ended at home")
    minh.browser.get(studio)
    wait_until(lambda: any(words in minh.text() for words in ("Đã nói xong", "không nghe thấy")),
               "the page says that it is over")

    # The network goes: the server hears nothing and ends it with the end that the browser has signed.
    announce(hoa, "BÃO SỐ 9, tin tiếp")
    hoa.choose("#priority", "khan-cap")
    hoa.send("#speak button.main")
    hoa.send("button[data-sign]")
    item = identifier(hoa)
    hoa.press("#ready")
    on_air(hoa, office)
    network(hoa, is_there=False)
    hoa.sees("Mất kết nối với máy chủ, các nhà đang không nghe thấy")
    wait_until(lambda: "played" in office.facts("nha-1", item), "it has ended at home")
    network(hoa, is_there=True)
    hoa.sees("không nghe thấy trình duyệt này nữa")
