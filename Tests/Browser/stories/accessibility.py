"""Pages as they are for whoever sees little, or has no mouse: names of all that can be filled in and pressed,
headings in their order, contrast, a focus that can be seen; an item from its first word to its approval by
keyboard alone."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from office import wait_until

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn"}

PAGES = ("", "/drafts", "/approvals", "/calendar", "/items", "/feedback", "/feedback-report", "/services",
         "/bills", "/air", "/alarms", "/homes", "/homes/nha-1", "/homes/nha-1/items", "/homes/nha-1/settings",
         "/homes/map", "/settings", "/keys", "/directory", "/directory/new/procedure", "/directory/new/subject")
ON_DUTY = ("/emergency", "/emergency/real", "/emergency/exercise", "/speak")

# What is wrong with a page, a line each (WCAG 2.2: 1.1.1, 1.3.1, 1.4.3, 2.4.6, 3.1.1, 4.1.2).
CHECKS = """
const faults = [];
const seen = (one) => one.checkVisibility() && !one.closest("[hidden], .skip");
const name = (one) => (one.getAttribute("aria-label") || one.innerText || one.title
  || one.querySelector("img")?.alt || "").trim();
const what = (one) => one.outerHTML.slice(0, 120);
if (!document.documentElement.lang) faults.push("the page has no language");
for (const one of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
  if (seen(one) && !one.labels?.length && !one.getAttribute("aria-label")) faults.push("no label: " + what(one));
}
for (const one of document.querySelectorAll("button, a[href], summary")) {
  if (seen(one) && !name(one)) faults.push("no name: " + what(one));
}
for (const one of document.querySelectorAll("img:not([alt])")) faults.push("no alt: " + what(one));
let level = 0;
for (const one of [...document.querySelectorAll("h1, h2, h3, h4")].filter(seen)) {
  const next = Number(one.tagName[1]);
  if (next > level + 1) faults.push(`heading ${next} behind ${level}: ` + what(one));
  level = next;
}
if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) faults.push("twice: #" + id);

const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
const luminance = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const behind = (one) => {
  for (; one; one = one.parentElement) {
    const colour = parts(getComputedStyle(one).backgroundColor);
    if (colour.length < 4 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const one = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || !seen(one) || one.closest(":disabled, svg, noscript, script")) continue;
  const [a, b] = [luminance(parts(getComputedStyle(one).color)), luminance(behind(one))];
  const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (contrast < 7) faults.push(`contrast ${contrast.toFixed(1)}: ` + what(one));
}
return faults;
"""

FOCUS = """
const one = document.activeElement;
const style = getComputedStyle(one);
return [one === document.body || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  one.outerHTML.slice(0, 120)];
"""


def active(person):
    return person.browser.switch_to.active_element


def strike(person, key):
    """A key, wherever the focus is: one sent to a field for files would be taken for a file's name."""
    ActionChains(person.browser).send_keys(key).perform()


def walk_to(person, selector, faults, most=150):
    """Presses Tab until what the selector names has the focus; where that can't be seen is a fault."""
    for _ in range(most):
        strike(person, Keys.TAB)
        is_seen, what = person.browser.execute_script(FOCUS)
        if not is_seen:
            faults.append(f"the focus can't be seen: {what}")
        if person.browser.execute_script(
                "return document.activeElement.matches(arguments[0])", selector):
            return active(person)
    raise AssertionError(f"{person.name} comes to no {selector} by keyboard")


def leave_by(person, key):
    """Presses a key on what has the focus, and waits for the page that it leads to."""
    person.browser.execute_script("window.isOld = true")
    strike(person, key)
    wait_until(person.is_new, f"{person.name} gets another page")


def tell(office, lan, minh, hoa):
    office.switch_on("nha-1")
    faults = []
    for person in (lan, hoa):
        for page in PAGES if person is lan else ON_DUTY:
            person.to(page)
            faults += [f"{page}: {fault}" for fault in person.browser.execute_script(CHECKS)]

    # An item, from its first word to its approval, without a mouse.
    lan.to("/drafts")
    walk_to(lan, "form.actions button.main", faults)
    leave_by(lan, Keys.ENTER)
    lan.find("#headline")
    faults += [f"compose: {fault}" for fault in lan.browser.execute_script(CHECKS)]
    walk_to(lan, "#headline", faults).send_keys("Lịch cắt điện")
    walk_to(lan, "#text", faults).send_keys("Sáng mai phố Đội Cấn mất điện.")
    choice = walk_to(lan, "#class", faults)
    for _ in range(20):
        if choice.get_attribute("value") == "thong-tin-thiet-yeu":
            break
        choice.send_keys(Keys.ARROW_DOWN)
    walk_to(lan, "button[value=submit]", faults)
    leave_by(lan, Keys.ENTER)
    lan.sees("Chờ ký")
    faults += [f"approval: {fault}" for fault in lan.browser.execute_script(CHECKS)]
    lan.find("button[data-sign]:enabled")
    walk_to(lan, "button[data-sign]", faults)
    leave_by(lan, Keys.ENTER)
    minh.to("/approvals")
    walk_to(minh, "#waiting a", faults)
    leave_by(minh, Keys.ENTER)
    minh.find("button[data-sign]:enabled")
    walk_to(minh, "button[data-sign]", faults)
    leave_by(minh, Keys.ENTER)
    minh.sees("Sổ phát")
    faults += [f"item: {fault}" for fault in minh.browser.execute_script(CHECKS)]
    assert not faults, "\n".join(sorted(set(faults)))
