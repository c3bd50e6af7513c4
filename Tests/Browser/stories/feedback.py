"""Somebody calls for help and somebody at the desk takes it on; feedback is answered, and the home has it."""

from office import ROOT, wait_until

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn"}


def press(office, *buttons):
    for button in buttons:
        office.loanha("sim", "press", button, "--home", "nha-1")


def tell(office, lan, minh, hoa):
    office.loanha("directory", "publish", "--ward", "ward",
                  *sorted((ROOT / "directory").glob("*.toml")), allowed=(0, 3))
    office.switch_on("nha-1")
    lan.to("")
    lan.sees("Chưa có tin nào")
    lan.picture("today")
    lan.to("/feedback")
    lan.sees("Không có ý kiến nào ở đây")

    # SOS stands on whatever page is open, without a click, until somebody takes it on by name.
    office.loanha("sim", "press", "sos", "--hold", "3.5", "--home", "nha-1")
    lan.sees("CÓ NGƯỜI CẦN GIÚP")
    lan.sees("Số 12, ngõ 34 phố Đội Cấn")
    lan.picture("alarm")
    hoa.to("/homes")
    hoa.send(".alarm button")
    hoa.sees("Hoa")
    wait_until(lambda: not lan.browser.find_elements("css selector", ".alarm"),
               "it leaves lan's page as well")
    hoa.picture("alarms")

    # A ready sentence: the first subject, the first sentence.
    press(office, "back", "back", "back", "down", "down", "ok", "ok", "ok", "down", "ok", "ok")
    press(office, "back", "back", "back")
    lan.to("/feedback")
    lan.send("#inbox a")
    lan.write("#note", "Gọi tổ trưởng trước.")
    lan.send("form[action$='/note'] button")
    lan.sees("Gọi tổ trưởng trước.")
    lan.send("form[action$='/own'] button")
    lan.write("#words", "Sáng mai tổ vệ sinh dọn xong.")
    lan.picture("feedback-item")
    lan.send("button[value=answered]")
    lan.sees("Sáng mai tổ vệ sinh dọn xong.")
    lan.sees("đã tới nhà")
    press(office, "down", "down", "ok", "down", "ok")
    lan.sees("nhà đã mở xem")
    lan.to("/feedback?filter=all")
    lan.sees("100 %")
    lan.picture("feedback")

    # What isn't there is a page that says so.
    for path in ("/feedback/99", "/feedback/x", "/homes/%00", "/items/khong-co"):
        lan.to(path)
        lan.sees("Không có trang này")
    for page in ("services", "bills", "air", "calendar", "items", "homes", "homes/nha-1"):
        lan.to(f"/{page}")
        lan.picture(page.replace("/", "-"))
