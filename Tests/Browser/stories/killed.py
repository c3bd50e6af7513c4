"""The desk is killed at any moment while an officer submits from the page on which she wrote, signs, and another one
approves: what was done is done whole or not at all, nothing of it twice, and the next try finishes it."""

import contextlib
import random
import signal
import sqlite3
import threading

from selenium.common.exceptions import WebDriverException

from office import wait_until

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn"}
ROUNDS = 4
# What the server does between a press and its answer lies within this, in seconds.
LONGEST = 0.25


def query(office, question):
    with contextlib.closing(sqlite3.connect(office.ward / "desk/desk.db", timeout=20)) as database:
        return database.execute(question).fetchall()


def submissions(office):
    return query(office, "SELECT number, bulletin, state FROM submissions ORDER BY number")


def check(office):
    """Whatever the moment was: what hangs has both signatures, what lacks one does not hang."""
    hanging = [name for name, in query(office, "SELECT identifier FROM bulletins WHERE hangs = 1")]
    for number, bulletin, state in submissions(office):
        signed = query(office, f"SELECT key FROM submission_signatures WHERE submission = {number}")
        if state == "da-treo":
            assert len(signed) == 2 and hanging.count(bulletin) == 1, f"{bulletin} hangs with {signed}"
        else:
            assert len(signed) < 2 and bulletin not in hanging, f"{bulletin} waits with {signed}"
    said = office.loanha("check", "--office", "office", program="loanha-desk")
    assert "All is well." in said, said


def press_and_kill(office, person, selector, dice):
    """Presses, and kills the server at some moment after that."""
    killing = threading.Timer(dice.uniform(0, LONGEST), office.end, ("server", signal.SIGKILL))
    person.find(f"{selector}:enabled")
    killing.start()
    with contextlib.suppress(WebDriverException):
        person.browser.find_element("css selector", selector).click()
    killing.join()
    office.serve()
    check(office)


def sign(office, person, number, dice):
    person.to(f"/approvals/{number}")
    press_and_kill(office, person, "button[data-sign]", dice)
    # What it came to stands on the page; if nothing was kept, the same press does it now.
    person.to(f"/approvals/{number}")
    wait_until(lambda: person.browser.execute_script("return document.readyState") == "complete", "a page")
    if person.browser.find_elements("css selector", "#signing"):
        with contextlib.suppress(AssertionError):
            person.find("button[data-sign]:enabled", 5)
            person.send("button[data-sign]")
    check(office)


def tell(office, lan, minh, hoa):
    office.switch_on("nha-1")
    seed = random.randrange(1 << 32)
    print(f"  killed: seed {seed}", flush=True)
    dice = random.Random(seed)
    for number in range(1, ROUNDS + 1):
        headline = f"Tin thứ {number}"
        lan.to("/drafts")
        lan.send("main form.actions button.main")
        draft = lan.browser.current_url
        lan.write("#headline", headline)
        lan.write("#text", "Mười chín giờ, nhà văn hóa.")
        lan.choose("#class", "thong-tin-thiet-yeu")
        lan.sees("Đã lưu lúc")
        press_and_kill(office, lan, "button[value=submit]", dice)
        assert len(submissions(office)) in (number - 1, number), "it was submitted twice"
        if len(submissions(office)) < number:
            lan.browser.get(draft)
            assert lan.find("#headline").get_attribute("value") == headline, "the draft is lost"
            lan.send("button[value=submit]")
            lan.sees("Chờ ký")
        sign(office, lan, number, dice)
        sign(office, minh, number, dice)
        _, bulletin, state = submissions(office)[-1]
        assert state == "da-treo", f"{bulletin} is {state}"
        wait_until(lambda bulletin=bulletin: "received" in office.facts("nha-1", bulletin), "it is at home", 90)
    items = query(office, "SELECT count(*), count(DISTINCT identifier) FROM bulletins")
    assert items == [(ROUNDS, ROUNDS)], items
