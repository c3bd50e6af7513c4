"""The directory is written on pages, signed by two people in their own browsers, and looked up at home."""

from office import ROOT, wait_until

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn"}


def tell(office, lan, minh, hoa):
    office.switch_on("nha-1")
    lan.to("/directory")
    lan.sees("Nhà dân chưa có danh bạ nào")
    lan.picture("directory-empty")

    # What somebody has as files goes in; an entry is added and looked at as homes show it.
    lan.press("details summary")
    lan.find("#toml").send_keys(str(ROOT / "directory/thu-tuc.toml"))
    wait_until(lambda: "khai sinh" in lan.find("#import").get_property("value"), "the file is in the form")
    lan.send("form[action$='/import'] button")
    lan.sees("mục mới")
    lan.to("/directory/new/number")
    lan.write("#number", "024 3733")
    lan.write("#name", "Trạm y tế phường")
    lan.write("#source-text", "UBND phường")
    lan.send("main form button.main")
    lan.find("#number-rule.fault")
    lan.picture("directory-fault")
    lan.write("#number", "02437330000")
    lan.send("main form button.main")
    wait_until(lambda: lan.browser.execute_script(
        "return document.querySelector('img.screen').naturalWidth") == 800, "the home's screen is shown")
    lan.picture("directory-entry")

    lan.to("/directory")
    lan.picture("directory")
    lan.send("form[action$='/submit'] button")
    lan.sees("Chờ ký")
    lan.send("button[data-sign]:enabled")
    lan.sees("Duyệt")
    minh.to("/directory")
    minh.send("#standing a")
    minh.find("button[data-sign]:enabled")
    assert "02437330000" in minh.find("[data-entries]").text, "the bytes are not what is shown"
    minh.picture("directory-approval")

    # The page shows other entries than the bytes have: nothing is signed.
    assert minh.browser.execute_script("""
        document.querySelector("[data-entry]").remove();
        const contents = [...document.querySelectorAll("data.payload")].map((one) =>
          JSON.parse(new TextDecoder().decode(base64url.decode(one.value))));
        return areOthers(entriesOf(contents));""")
    minh.browser.refresh()
    minh.find("button[data-sign]:enabled")
    minh.send("button[data-sign]")
    minh.sees("Đã gửi nhà dân")

    # The home takes it up: what was written stands in its services.
    wait_until(lambda: "directory version 1" in office.log("nha-1"), "the home has it")
    lan.to("/directory")
    lan.sees("không khác bản nhà dân đang có")
    lan.picture("directory-standing")
