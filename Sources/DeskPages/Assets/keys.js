// Makes a key in this browser and asks that it be taken up; says which of the ward's keys are here.
"use strict";

async function markOwnKeys() {
  for (const key of await keyStore.all()) {
    const row = document.querySelector(`[data-key="${key.kid}"]`);
    if (!row) continue;
    row.querySelector("[data-here]").hidden = false;
    const code = row.querySelector("[data-code]");
    // The code is of the key that this browser holds, whatever the server says.
    if (code) code.textContent = codeOf(await thumbprint(key.x));
  }
}

async function makeKey(form) {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  const x = base64url.encode(await crypto.subtle.exportKey("raw", pair.publicKey));
  const { area, holder } = form.dataset;
  const role = form.elements.role.value;
  const proof = JSON.stringify({ area, holder, purpose: "loanha-key-request", role, x });
  const signature = await crypto.subtle.sign(
    "Ed25519", pair.privateKey, new TextEncoder().encode(proof));
  // Kept before it is sent: a key that was asked for and is nowhere would be of no use.
  const kid = base64url.encode(await thumbprint(x));
  await keyStore.put({ kid, area, holder, role, x, privateKey: pair.privateKey });
  form.elements.x.value = x;
  form.elements.proof.value = base64url.encode(signature);
}

const newKey = document.getElementById("new-key");
if (newKey) {
  newKey.addEventListener("submit", async (event) => {
    if (newKey.elements.proof.value) return;
    event.preventDefault();
    newKey.querySelector("button").disabled = true;
    await makeKey(newKey);
    newKey.submit();
  });
  signingFault().then(async (fault) => {
    if (fault) showFault(newKey, fault);
    else newKey.querySelector("button").disabled = false;
    await markOwnKeys();
    document.body.dataset.ready = "keys";
  });
}
