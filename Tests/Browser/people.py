"""Officers at their own computers: a browser with a profile of its own for each."""

import base64
import hashlib
import hmac
import re
import struct
import tempfile
import time

from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException, StaleElementReferenceException, WebDriverException)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from office import AREA, wait_until

LAPTOP = (1366, 768)
PHONE = (390, 844)
PASSWORD = "một câu dài dễ nhớ của {}"


def time_code(secret):
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset:offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Person:
    """Somebody with a browser. Use as `with Person(office, "lan") as lan`."""

    def __init__(self, office, name, size=LAPTOP, voice=None):
        """`voice`: a WAV file that their microphone hears, again and again."""
        self.office = office
        self.name = name
        self.voice = voice
        self.size = size
        self.browser = None
        self._profile = tempfile.TemporaryDirectory(prefix="loanha-browser-")

    def __enter__(self):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in (
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--hide-scrollbars", "--lang=vi", f"--user-data-dir={self._profile.name}"):
            options.add_argument(argument)
        if self.voice:
            for argument in ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                             f"--use-file-for-fake-audio-capture={self.voice}"):
                options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.browser = webdriver.Chrome(
            service=Service("/usr/bin/chromedriver"), options=options)
        self.browser.set_page_load_timeout(60)
        self.resize(self.size)
        return self

    def __exit__(self, *_):
        self.browser.quit()
        self._profile.cleanup()

    # Looking

    def resize(self, size):
        """Gives the page itself that size, whatever the window's frame."""
        width, height = size
        self.browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def picture(self, name):
        """Screenshots of the whole page, for people to look at, at both widths."""
        folder = self.office.folder / "screens"
        folder.mkdir(exist_ok=True)
        for device, size in (("laptop", LAPTOP), ("phone", PHONE)):
            self.resize(size)
            shot = self.browser.execute_cdp_cmd(
                "Page.captureScreenshot", {"captureBeyondViewport": True})
            (folder / f"{name}-{device}.png").write_bytes(base64.b64decode(shot["data"]))
            overflow = self.browser.execute_script(
                "return document.documentElement.scrollWidth - window.innerWidth")
            assert overflow <= 0, f"{name}: {overflow} pixels of the page are beyond a {device}"
        self.resize(self.size)

    def text(self):
        try:
            return self.browser.find_element(By.TAG_NAME, "body").text
        except (NoSuchElementException, StaleElementReferenceException):
            return ""

    def sees(self, words, patience=30):
        try:
            wait_until(lambda: words in self.text(), words, patience)
        except AssertionError:
            raise AssertionError(f"{self.name} doesn't see “{words}” but:\n{self.text()}") from None

    def find(self, selector, patience=20):
        def found():
            elements = self.browser.find_elements(By.CSS_SELECTOR, selector)
            return elements[0] if elements else None
        try:
            return wait_until(found, f"{self.name} looks for {selector}", patience)
        except AssertionError as fault:
            raise AssertionError(f"{fault}, but sees:\n{self.text()}") from None

    def faults(self):
        """What the browser complained of: scripts that failed, what the policy forbids."""
        return [entry["message"] for entry in self.browser.get_log("browser")
                if entry["level"] == "SEVERE" and "Failed to load resource" not in entry["message"]]

    # Doing

    def go(self, path):
        self.browser.get(f"{self.office.address}{path}")

    def to(self, path):
        """A page of the ward."""
        self.go(f"/w/{AREA}{path}")

    def press(self, selector):
        def pressed():
            try:
                for one in self.browser.find_elements(By.CSS_SELECTOR, selector):
                    if one.is_displayed() and one.is_enabled():
                        self.browser.execute_script(
                            "arguments[0].scrollIntoView({block: 'center'})", one)
                        one.click()
                        return True
            except StaleElementReferenceException:
                pass  # The live page has just exchanged it: it is looked for anew.
            return False
        wait_until(pressed, f"{self.name} can press {selector}", 20)

    def send(self, selector):
        """Presses what leads to another page, and waits until that is there."""
        self.browser.execute_script("window.isOld = true")
        self.press(selector)
        wait_until(self.is_new, f"{self.name} gets another page from {selector}")

    def is_new(self):
        try:
            return self.browser.execute_script(
                "return !window.isOld && document.readyState === 'complete'")
        except WebDriverException:  # between two pages
            return False

    def write(self, selector, text):
        element = self.find(selector)
        element.clear()
        element.send_keys(text)

    def choose(self, selector, value):
        self.press(f"{selector} option[value='{value}']")

    # Accounts

    def set_up(self, link):
        """Makes the account their own: name, password, second factor."""
        self.browser.get(link)
        secret = self.find("code.secret").text.replace(" ", "")
        self.write("#full-name", self.name.capitalize())
        for field in ("#new", "#again"):
            self.write(field, PASSWORD.format(self.name))
        self.write("#code", time_code(secret))
        self.send("main form button.main")
        self.sees("Mã dự phòng")
        self.recovery_codes = [
            code.text for code in self.browser.find_elements(By.CSS_SELECTOR, ".codes li")]
        assert self.recovery_codes, "no recovery codes are shown"

    def sign_in(self):
        """Fills in what a page that asks for it wants; a code of the app counts once, so here it is one of
        the recovery codes."""
        self.write("#name", self.name)
        self.write("#password", PASSWORD.format(self.name))
        self.send("main form button.main")
        self.write("#code", self.recovery_codes.pop())
        self.send("main form button.main")

    def make_key(self, role):
        """Makes a key in this browser; returns the code that they read from their screen."""
        self.to("/keys")
        self.choose("#role", role)
        self.send("#new-key button")
        return wait_until(
            lambda: next((code.text for code in
                          self.browser.find_elements(By.CSS_SELECTOR, ".code")
                          if re.fullmatch(r"(\d{5} ?){6}", code.text)), None),
            f"{self.name} reads the code of the new key")


def staff(office, administrator, people):
    """Has the administrator make accounts; `people`: roles by Person. All are signed in afterwards."""
    link = wait_until(
        lambda: re.search(r"http\S+/set-up/\S+", office.log("server")), "the administrator's link")
    administrator.set_up(link.group())
    for person, roles in people.items():
        administrator.go("/people")
        administrator.write("#full-name", person.name.capitalize())
        administrator.write("#name", person.name)
        administrator.send("main form[action='/people'] button")
        person.set_up(administrator.find("code.secret").text)
        administrator.go(f"/people/{person.name}")
        for role in roles:
            administrator.press(f"input[name=role][value={role}]")
        administrator.send("form[action$='/roles'] button")


def give_key(office, person, role):
    """A key for somebody, taken up by the root key with the code that they read out."""
    code = person.make_key(role)
    number = office.loanha("ward", "keys", "list", "--ward", "ward").split("\t")[0]
    office.loanha("ward", "keys", "accept", "--ward", "ward", number, "--code", code,
                  allowed=(0, 3))
    person.to("/keys")
    person.sees("Đang dùng")
