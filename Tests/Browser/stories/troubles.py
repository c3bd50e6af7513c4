"""A session that ends while somebody writes; a broker that has lost its store; a desk that is killed between
hanging and telling."""

import contextlib
import signal
import sqlite3

from office import wait_until
from stories.approval import submit

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn", "nha-2": "Số 7 phố Ngọc Hà"}


def end_sessions(office, name):
    """As if half an hour had passed without use."""
    with contextlib.closing(sqlite3.connect(office.folder / "office/office.db")) as database:
        with database:
            database.execute(
                "UPDATE sessions SET last_seen = last_seen - 31 * 60000 WHERE account = ?", (name,))


def sign(person, number):
    person.to(f"/approvals/{number}")
    person.find("button[data-sign]:enabled")
    person.send("button[data-sign]")


def session_ends_in_mid_compose(office, lan):
    lan.to("/drafts")
    lan.send("main form.actions button.main")
    draft = lan.browser.current_url
    lan.write("#headline", "Lịch cắt điện")
    lan.sees("Đã lưu lúc")

    # The page says that it could not be saved; signed in again in another tab, it saves itself.
    end_sessions(office, "lan")
    lan.write("#text", "Sáng mai phố Đội Cấn mất điện.")
    lan.sees("Chưa lưu được; bài vẫn còn ở trang này.")
    lan.picture("session-ended")
    first = lan.browser.current_window_handle
    lan.browser.switch_to.new_window("tab")
    lan.resize(lan.size)
    lan.to("/drafts")
    lan.sign_in()
    lan.browser.close()
    lan.browser.switch_to.window(first)
    lan.sees("Đã lưu lúc")
    lan.browser.get(draft)
    assert lan.find("#text").get_attribute("value") == "Sáng mai phố Đội Cấn mất điện."

    # A form that is sent after the end goes along through sign-in, and is kept then.
    end_sessions(office, "lan")
    lan.browser.execute_script(
        "document.getElementById('headline').value = 'Lịch cắt điện ngày mai'")
    lan.send("button[value=save]")
    lan.sees("Phiên làm việc đã hết")
    lan.sign_in()
    lan.send("main form button.main")
    lan.browser.get(draft)
    assert lan.find("#headline").get_attribute("value") == "Lịch cắt điện ngày mai"


def tell(office, lan, minh, hoa):
    session_ends_in_mid_compose(office, lan)

    office.switch_on("nha-1")
    submit(office, "tin-1", "Tiêm chủng")
    sign(lan, 1)
    sign(minh, 1)
    wait_until(lambda: "received" in office.facts("nha-1", "tin-1"), "nha-1 has it")

    # The broker loses everything; a home that comes afterwards gets what hangs all the same.
    office.end("broker")
    office.wipe_broker()
    office.start_broker()
    wait_until(lambda: office.is_online("nha-1"), "nha-1 is back")
    office.switch_on("nha-2")
    wait_until(lambda: "received" in office.facts("nha-2", "tin-1"), "the store is filled again")

    # The second signature hangs the item while nobody can be told; then the desk is killed.
    submit(office, "tin-2", "Họp tổ dân phố")
    sign(lan, 2)
    office.end("broker")
    sign(minh, 2)
    minh.sees("Sổ phát")
    assert office.facts("nha-1", "tin-2") == []
    office.end("server", signal.SIGKILL)
    office.start_broker()
    office.serve()
    for home in HOMES:
        wait_until(lambda home=home: "received" in office.facts(home, "tin-2"), f"{home} has it", 90)
    minh.to("/items/tin-2")
    minh.sees("2/2")
    checked = office.loanha("check", "--office", "office", program="loanha-desk")
    assert "All is well." in checked, checked
