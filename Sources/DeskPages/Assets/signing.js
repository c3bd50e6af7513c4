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

// The entries of a directory, of all its parts.
const entriesOf = (contents) => contents.flatMap((content) => [
  ...["procedures", "billers", "subjects", "numbers", "areas"].flatMap((kind) => content[kind] ?? []),
  ...(content.writingForm ? [content.writingForm] : []),
]);

// All that the bytes say of each entry.
function showEntries(list, entries) {
  for (const entry of entries) {
    const term = document.createElement("dt");
    term.textContent = entry.name ?? entry.address;
    const words = document.createElement("dd");
    const { source, ...own } = entry;
    words.textContent = [...Object.values(own).flat().map(String), source.text, source.date].join("\n");
    list.append(term, words);
  }
}

// Whether the page shows the entries of the bytes and no others.
function areOthers(entries) {
  const texts = (values) => values.map((value) => JSON.stringify(value)).sort().join("\n");
  const shown = [...document.querySelectorAll("[data-entry]")].map(
    (element) => JSON.parse(element.dataset.entry));
  return texts(shown) !== texts(entries);
}

// The bytes that Ed25519 signs, RFC 7515 §5.1.
function signingInput(kid, payload, typ) {
  const header = JSON.stringify({ alg: "EdDSA", kid, typ });
  const encoded = base64url.encode(new TextEncoder().encode(header));
  return new TextEncoder().encode(`${encoded}.${payload}`);
}

async function prepare(form) {
  const payloads = [...form.querySelectorAll("[name=payload], data.payload")].map((one) => one.value);
  const contents = payloads.map((payload) => JSON.parse(
    new TextDecoder("utf-8", { fatal: true }).decode(base64url.decode(payload))));
  const [content] = contents;
  const list = form.querySelector("[data-entries]");
  if (list) showEntries(list, entriesOf(contents));
  else showContent(form.querySelector("[data-members]"), content);
  const fault = await signingFault();
  if (fault) return showFault(form, fault);
  if (list && areOthers(entriesOf(contents))) return showFault(form, "different");
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
    const type = form.dataset.type ?? "loanha-bulletin";
    const signatures = await Promise.all(payloads.map((payload) => crypto.subtle.sign(
      "Ed25519", key.privateKey, signingInput(key.kid, payload, type))));
    form.elements.key.value = key.kid;
    form.elements.signature.value = signatures.map((one) => base64url.encode(one)).join(" ");
    form.submit();
  });
}

const signingForm = document.getElementById("signing");
if (signingForm) {
  prepare(signingForm).finally(() => { document.body.dataset.ready = "signing"; });
}
