#!/usr/bin/env python3
"""Sample officers of the demo's wards, made through the desk's own pages.

As a program: the six figures that an officer's authenticator app would show now.
usage: people.py FOLDER NAME   such as people.py demo lan
"""

import base64
import hashlib
import hmac
import html
import http.cookiejar
import json
import os
import pathlib
import re
import struct
import sys
import time
import urllib.parse
import urllib.request

# Name, full name, roles. The administrator comes first.
PEOPLE = (("quan-tri", "Quản trị", ()), ("lan", "Nguyễn Thị Lan", ("editor",)),
          ("minh", "Trần Văn Minh", ("approver",)), ("hoa", "Lê Thị Hoa", ("approver", "operator")))


def time_code(secret, now=None):
    """What an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(
        key, struct.pack(">Q", int(now or time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset:offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Browser:
    """Follows links and fills in forms, and keeps cookies."""

    def __init__(self):
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.page = ""
        self.address = ""

    def go(self, address, fields=None):
        address = urllib.parse.urljoin(self.address, address)
        body = None
        if fields is not None:
            token = re.search(r'name="token" value="([^"]+)"', self.page).group(1)
            body = urllib.parse.urlencode([("token", token), *fields]).encode()
        with self.opener.open(address, body, timeout=30) as answer:
            self.page = answer.read().decode()
            self.address = answer.geturl()

    def secret(self):
        """What a page shows to be typed: a second factor's key, or a link."""
        return html.unescape(re.search(r'<code class="secret">([^<]+)<', self.page).group(1))


def set_up(link, name, full_name):
    """Makes the account of a link its own; returns the browser, and what is needed to sign in."""
    browser = Browser()
    browser.go(link)
    secret = browser.secret().replace(" ", "")
    # A password for this run alone.
    password = base64.b32encode(os.urandom(10)).decode().lower()
    browser.go(link, [("full-name", full_name), ("new", password), ("again", password),
                      ("code", time_code(secret))])
    return browser, {"name": name, "password": password, "secret": secret}


def staff(first_link, areas):
    """Makes the officers of these wards; returns what each needs to sign in."""
    (name, full_name, _), *others = PEOPLE
    administrator, known = set_up(first_link, name, full_name)
    people = [known]
    for name, full_name, roles in others:
        administrator.go("/people")
        administrator.go("/people", [("full-name", full_name), ("name", name)])
        people.append(set_up(administrator.secret(), name, full_name)[1])
        for area in areas:
            administrator.go(f"/people/{name}")
            administrator.go(f"/people/{name}/roles",
                             [("ward", area), *(("role", role) for role in roles)])
    return people


def main():
    folder, name = sys.argv[1:]
    people = json.loads((pathlib.Path(folder) / "people.json").read_text())
    print(time_code(next(one["secret"] for one in people if one["name"] == name)))


if __name__ == "__main__":
    main()
