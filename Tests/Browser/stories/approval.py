"""An item is written, approved by somebody else in their own browser, heard at home, and in the ledger."""

from office import wait_until

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn"}
AT_ONCE = ("--class", "thong-tin-thiet-yeu", "--directive-issuer", "Ban Tuyên giáo Thành ủy",
           "--directive-number", "1-CV/BTGTU",
           "--lifts", "khung-gio,so-buoi,ngay-trong-tuan,thoi-luong")


def submit(office, name, title, *more):
    office.loanha("bulletin", "publish", "--ward", "ward", "--id", name, "--title", title, "--text",
                  "19 giờ tối nay, nhà văn hóa.\nMang theo <b>sổ hộ khẩu</b> & căn cước.",
                  "--submit", *AT_ONCE, *more)


def tell(office, lan, minh, hoa):
    office.switch_on("nha-1")
    submit(office, "hop-to", "Họp tổ dân phố")

    # Lan wrote it and signs as editor; it still waits.
    lan.to("/approvals")
    lan.sees("Họp tổ dân phố")
    lan.picture("approvals")
    lan.to("/approvals/1")
    lan.sees("Mang theo <b>sổ hộ khẩu</b> & căn cước.")
    lan.send("button[data-sign]")
    lan.sees("Ký duyệt")
    assert office.facts("nha-1", "hop-to") == [], "it is heard although only one has signed"

    # Lan can't approve what she signed as editor: her key has not the role.
    lan.sees("không có khóa ký được tin này")
    assert not lan.find("button[data-sign]").is_enabled()

    # Minh and Hòa both have it open; Minh is quicker, and Hòa reads so.
    for approver in (minh, hoa):
        approver.to("/approvals/1")
        approver.find("button[data-sign]:enabled")
    minh.picture("approval")
    minh.send("button[data-sign]")
    minh.sees("Sổ phát")
    hoa.send("button[data-sign]")
    hoa.sees("minh đã ký duyệt và phát tin này")
    hoa.picture("too-late")

    wait_until(lambda: "heard" in office.facts("nha-1", "hop-to"), "heard at home", 90)
    minh.to("/items/hop-to")
    minh.sees("đã nghe hết")
    wait_until(lambda: "1/1 đã nghe hết" in minh.text().replace("\n", " "), "the ledger says heard")

    # One that is sent back says why, and nobody can sign it any more.
    submit(office, "hop-to-2", "Họp tổ dân phố, lần hai")
    minh.to("/approvals/2")
    minh.press("details summary")
    minh.write("#note", "Thiếu địa điểm")
    minh.send("details form button")
    minh.sees("Thiếu địa điểm")
    lan.to("/approvals/2")
    lan.sees("Trả lại")
    assert not lan.browser.find_elements("css selector", "#signing")

    # The bytes say something else than the page: nothing is signed.
    submit(office, "hop-to-3", "Tiêm chủng")
    minh.to("/approvals/3")
    minh.find("button[data-sign]:enabled")
    tampered = minh.browser.page_source.replace(
        'data-field="headline">Tiêm chủng', 'data-field="headline">Tiêm vắc-xin')
    assert tampered != minh.browser.page_source
    assert minh.browser.execute_script("""
        document.querySelector('[data-field=headline]').textContent = 'Tiêm vắc-xin';
        return differences(JSON.parse(new TextDecoder().decode(base64url.decode(
          document.getElementById('signing').elements.payload.value)))).length""") == 1
