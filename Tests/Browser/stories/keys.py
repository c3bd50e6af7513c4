"""A key is made, taken up by the code that its holder reads out, lost, and revoked; a new one signs."""

from office import wait_until
from people import give_key
from stories.approval import submit

HOMES = {}


def tell(office, lan, minh, hoa):
    minh.to("/keys")
    minh.sees("ở trình duyệt này")
    minh.picture("keys")
    # Of the ward's keys one is in this browser.
    here = [badge for badge in minh.browser.find_elements("css selector", "[data-here]")
            if badge.is_displayed()]
    assert len(here) == 1, f"{len(here)} keys are said to be in this browser"

    # What the browser holds can't be taken out of it.
    kept = minh.browser.execute_async_script("""
        const done = arguments[0];
        keyStore.all().then(async ([key]) => {
          try { await crypto.subtle.exportKey("pkcs8", key.privateKey); done("exported"); }
          catch { done("kept"); }
        }, String).catch(done);""")
    assert kept == "kept", kept

    # A key that the server has swapped has another code than the one that is read out.
    code = minh.make_key("emergency")
    minh.picture("key-waits")
    number = office.loanha("ward", "keys", "list", "--ward", "ward").split("\t")[0]
    other = code[:-1] + str((int(code[-1]) + 1) % 10)
    refused = office.loanha("ward", "keys", "accept", "--ward", "ward", number, "--code", other,
                            allowed=(1,))
    assert not refused.strip(), refused
    office.loanha("ward", "keys", "reject", "--ward", "ward", number, "--reason", "chưa phân công")
    minh.to("/keys")
    minh.sees("chưa phân công")

    # Lost: asked for on the page, done by the root key, and then it signs nothing.
    minh.press("li[data-key] details summary")
    minh.write("li[data-key] input[name=reason]", "Mất máy tính")
    minh.send("li[data-key] details button")
    minh.sees("Đã báo mất")
    number = office.loanha("ward", "keys", "list", "--ward", "ward").split("\t")[0]
    office.loanha("ward", "keys", "accept", "--ward", "ward", number, allowed=(0, 3))
    minh.to("/keys")
    minh.sees("Đã thu hồi")
    submit(office, "tin-1", "Họp tổ dân phố", "--sign", "ward/keys/editor.jwk")
    minh.to("/approvals/1")
    minh.sees("không có khóa ký được tin này")

    # A new one beside it signs.
    give_key(office, minh, "approver")
    minh.to("/approvals/1")
    minh.send("button[data-sign]")
    wait_until(lambda: "tin-1" in office.loanha("bulletin", "list", "--ward", "ward"), "it hangs")
