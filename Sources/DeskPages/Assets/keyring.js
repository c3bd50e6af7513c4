// Keys of this browser. The private half is made so that it can't be exported, and stays in
// IndexedDB: the server never has it, and neither has this script.
"use strict";

const base64url = {
  encode(bytes) {
    let text = "";
    for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  },
  decode(text) {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  },
};

const keyStore = {
  open() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open("loanha", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("keys", { keyPath: "kid" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  },
  async run(mode, work) {
    const database = await this.open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("keys", mode);
      const request = work(transaction.objectStore("keys"));
      transaction.oncomplete = () => { database.close(); resolve(request.result); };
      transaction.onabort = () => { database.close(); reject(transaction.error); };
    });
  },
  all() { return this.run("readonly", (store) => store.getAll()); },
  remove(kid) { return this.run("readwrite", (store) => store.delete(kid)); },
  put(key) { return this.run("readwrite", (store) => store.put(key)); },
};

// The name of a public key: its thumbprint by RFC 7638.
async function thumbprint(x) {
  const json = JSON.stringify({ crv: "Ed25519", kty: "OKP", x });
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(json)));
}

// Six groups of five digits, each of 40 bits of the thumbprint: what is read out to compare.
function codeOf(print) {
  const groups = [];
  for (let group = 0; group < 6; group += 1) {
    let number = 0n;
    for (const byte of print.slice(group * 5, group * 5 + 5)) number = number * 256n + BigInt(byte);
    groups.push(String(number % 100000n).padStart(5, "0"));
  }
  return groups.join(" ");
}

// Whether this browser can sign at all, and why not.
async function signingFault() {
  if (!window.isSecureContext) return "insecure";
  try {
    await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  } catch {
    return "old";
  }
  return null;
}

function showFault(form, name) {
  const words = form.querySelector(`[data-fault="${name}"]`);
  if (words) words.hidden = false;
}
