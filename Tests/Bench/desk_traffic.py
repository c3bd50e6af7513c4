"""What goes through a ward's desk: how soon an emergency leaves it after the click, with as many homes and
receipts as the pages are measured with, and how many receipts it stores.
"""

import base64
import json
import pathlib
import re
import sqlite3
import sys
import threading
import time

import desk
from ward import AREA, Ward

sys.path.append(str(desk.ROOT / "provisioning" / "demo"))
import people  # noqa: E402  (the demo's officers serve here, too)

EMERGENCIES = 20
SENDERS = 20


def text64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Signer:
    """Signs as a browser does, with a key of the ward's folder."""

    def __init__(self, path):
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        key = json.loads(path.read_text())
        seed = base64.urlsafe_b64decode(key["d"] + "=" * (-len(key["d"]) % 4))
        self.key = Ed25519PrivateKey.from_private_bytes(seed)

    def sign(self, kid, payload):
        header = json.dumps({"alg": "EdDSA", "kid": kid, "typ": "loanha-bulletin"},
                            separators=(",", ":"))
        return text64(self.key.sign(f"{text64(header.encode())}.{payload}".encode()))


def connected(ward, home, name):
    """What mosquitto's clients need to be that home."""
    return ["-h", "localhost", "-p", ward.port, "-i", name, "--cafile", home / "ca.pem", "--cert",
            home / "identity.pem", "--key", home / "identity.key", "-V", "5", "-q", "1"]


def office(ward, homes, receipts):
    """Starts a server with pages for the ward, and gives an operator's browser whose emergency key is the
    ward's own."""
    ward.enrol("nghe")
    desk.fill(ward.path / "desk" / "desk.db", homes, receipts)
    program = ward.programs / "loanha-desk"
    folder = ward.folder / "office"
    ward.start(program, "init", "--office", folder, "--ward", ward.path, "--port", "0").process.wait()
    ward.start_broker()
    server = ward.start(program, "serve", "--office", folder)
    _, _, line = server.next_line(0, lambda line: "/set-up/" in line)
    server.next_line(0, lambda line: "connected" in line)
    administrator, _ = people.set_up(re.search(r"http\S+", line).group(), "quan-tri", "Quản trị")
    administrator.go("/people")
    administrator.go("/people", [("full-name", "Trực khẩn cấp"), ("name", "emergency")])
    operator, _ = people.set_up(administrator.secret(), "emergency", "Trực khẩn cấp")
    administrator.go("/people/emergency")
    administrator.go("/people/emergency/roles",
                     [("ward", AREA), ("role", "approver"), ("role", "operator")])
    return operator


def emergencies(programs, homes, receipts):
    """Seconds from the click to the broker's delivery, and to the list of homes on the officer's screen."""
    out, shown = [], []
    with Ward(programs) as ward:
        operator = office(ward, homes, receipts)
        signer = Signer(ward.path / "keys" / "emergency.jwk")
        listener = ward.start(
            "mosquitto_sub", *connected(ward, ward.folder / "nghe", "nghe"), "-F", "%t", "-t",
            f"loanha/v1/area/{AREA}/bulletin/+", "-t", f"loanha/v1/area/{AREA}/board")
        listener.next_line(0, lambda line: line.endswith("board"))
        for _ in range(EMERGENCIES):
            operator.go(f"/w/{AREA}/emergency/real/confirm?text=chay")
            payload = re.search(r'name="payload" value="([^"]+)"', operator.page).group(1)
            kid = re.search(r'data-keys="([^" ]+)', operator.page).group(1)
            fields = [("payload", payload), ("key", kid), ("signature", signer.sign(kid, payload))]
            name = json.loads(base64.urlsafe_b64decode(payload + "=="))["identifier"]
            clicked = time.monotonic_ns()
            operator.go(f"/w/{AREA}/emergency/real/send", fields)
            shown.append((time.monotonic_ns() - clicked) / 1e9)
            _, came, _ = listener.next_line(0, lambda line: line.endswith(f"bulletin/{name}"))
            out.append((came - clicked) / 1e9)
            time.sleep(1)  # An item is named after its second.
    return sorted(out), sorted(shown)


def receipts_stored(programs, count):
    """Seconds until the desk has stored so many receipts, each in a message of its own, as homes send them
    in an emergency."""
    with Ward(programs) as ward:
        homes = []
        for number in range(SENDERS):
            homes.append(ward.enrol(f"nha-{number}"))
        ward.start_broker()
        ward.start_desk()
        now = time.strftime("%Y-%m-%dT%H:%M:%S+07:00", time.gmtime(time.time() + 7 * 3600))
        each = count // SENDERS
        began = time.monotonic()

        def send(home):
            sender = ward.start(
                "mosquitto_pub", *connected(ward, home, home.name), "-l", "-t",
                f"loanha/v1/terminal/{home.name}/up/receipt/so")
            for sequence in range(1, each + 1):
                receipt = {"sequence": sequence, "bulletin": f"tin-{sequence}", "revision": 1,
                           "fact": "received", "time": now}
                sender.say(json.dumps({"ledger": "so", "terminal": home.name,
                                       "receipts": [receipt]}, separators=(",", ":")))

        threads = [threading.Thread(target=send, args=(home,)) for home in homes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        store = sqlite3.connect(ward.path / "desk" / "desk.db")
        while store.execute("SELECT count(*) FROM receipts").fetchone()[0] < each * SENDERS:
            if time.monotonic() - began > 300:
                raise RuntimeError("the desk did not store them within 5 minutes")
            time.sleep(0.05)
        return time.monotonic() - began


def report(homes, receipts, taken, count, seconds):
    """The tables' lines."""
    def row(what, times):
        return f"| {what} | {times[len(times) // 2] * 1000:.0f} ms | {times[-1] * 1000:.0f} ms |"

    out, shown = taken
    return ["", f"## Through the desk, with {homes:,} homes and {receipts:,} receipts", "",
            f"{len(out)} emergencies, signed and sent from the page; goal: out within 200 ms.", "",
            "| from the click to | median | slowest |", "|---|---|---|",
            row("the broker's delivery to a subscriber", out),
            row("the list of homes not reached on the page", shown), "",
            f"{count:,} receipts, each a message of its own, from {SENDERS} connections: stored in "
            f"{seconds:.1f} s, {count / seconds * 60:,.0f} a minute; goal: 10,000 a minute."]


if __name__ == "__main__":
    programs = sys.argv[1]
    print("\n".join(report(10_000, 100_000, emergencies(programs, 10_000, 100_000), 10_000,
                           receipts_stored(programs, 10_000))))
