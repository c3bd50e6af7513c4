// Signs in the browser. What is shown under "read from the bytes" is read here, from the very bytes
// that are signed; where the page says something else, nothing is signed.
"use strict";

const hanoi = new Intl.DateTimeFormat(
  "vi-VN", { dateStyle: "short", timeStyle: "short", timeZone: "Asia/Ho_Chi_Minh" });

// "14 phút 30 giây", in the page's language.
function duration(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  return [[Math.floor(seconds / 60), "minute"], [seconds % 60, "second"]]
    .filter(([count]) => count > 0)
    .map(([count, unit]) => new Intl.NumberFormat(
      document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(count))
    .join(" ");
}

// What the page shows of each member, and what the bytes say.
function differences(content) {
  return [...document.querySelectorAll("[data-field]")].filter((element) => {
    const said = content[element.dataset.field];
    const shown = element.dataset.value ?? element.textContent;
    return shown !== (Array.isArray(said) ? said.join(" ") : String(said ?? ""));
  });
}

// The attribute data-PREFIX-NAME of an element.
function worded(element, prefix, name) {
  return element.getAttribute(`data-${prefix}-${name.replace(/[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}`);
}

function showContent(list, content) {
  const times = new Set(["sent", "expires", "effective"]);
  for (const name of list.dataset.members.split(" ")) {
    let said = content[name];
    if (said === undefined || said === null || said.length === 0) continue;
    if (Array.isArray(said)) {
      said = said.map((item) => item.sha256 ? `${item.mimeType} ${item.sha256}` : item).join(", ");
    }
    if (name === "live") said = duration(said.longestMilliseconds);
    if (times.has(name)) said = hanoi.format(new Date(said));
    else if (["status", "msgType", "priority"].includes(name)) {
      said = list.getAttribute(`data-said-${said.toLowerCase()}`) ?? said;
    }
    const term = document.createElement("dt");
    term.textContent = worded(list, "word", name) ?? name;
    const words = document.createElement("dd");
    words.textContent = said;
    list.append(term, words);
  }
}

// The bytes that Ed25519 signs, RFC 7515 §5.1.
function signingInput(kid, payload) {
  const header = JSON.stringify({ alg: "EdDSA", kid, typ: "loanha-bulletin" });
  const encoded = base64url.encode(new TextEncoder().encode(header));
  return new TextEncoder().encode(`${encoded}.${payload}`);
}

async function prepare(form) {
  const payload = form.elements.payload.value;
  const content = JSON.parse(
    new TextDecoder("utf-8", { fatal: true }).decode(base64url.decode(payload)));
  showContent(form.querySelector("[data-members]"), content);
  const fault = await signingFault();
  if (fault) return showFault(form, fault);
  const different = differences(content);
  if (different.length > 0) {
    for (const element of different) element.classList.add("bad");
    return showFault(form, "different");
  }
  const usable = form.dataset.keys.split(" ");
  const held = await keyStore.all();
  const key = held.find((one) => usable.includes(one.kid));
  // Whoever signs their own voice signs for a key that is here, and not for one of the server's.
  const stream = form.dataset.ownStream;
  if (stream !== undefined
    && (content.live?.publicKey !== stream || !held.some((one) => one.x === stream))) {
    return showFault(form, "different");
  }
  if (!key) return showFault(form, "no-key");
  const button = form.querySelector("button[data-sign]");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    if (event.submitter !== button || form.elements.signature.value) return;
    event.preventDefault();
    button.disabled = true;
    const signature = await crypto.subtle.sign(
      "Ed25519", key.privateKey, signingInput(key.kid, payload));
    form.elements.key.value = key.kid;
    form.elements.signature.value = base64url.encode(signature);
    form.submit();
  });
}

const signingForm = document.getElementById("signing");
if (signingForm) {
  prepare(signingForm).finally(() => { document.body.dataset.ready = "signing"; });
}
