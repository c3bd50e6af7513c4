// Makes the key of a live programme in this browser before that is announced. The private half is not
// extractable: what homes hear under this key was spoken here.
"use strict";

const speakForm = document.getElementById("speak");

signingFault().then((fault) => {
  const isOld = !window.AudioEncoder || !navigator.mediaDevices;
  if (fault || isOld) return showFault(speakForm, fault ?? "old");
  speakForm.querySelector("button.main").disabled = false;
  speakForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    speakForm.querySelector("button.main").disabled = true;
    const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
    const x = base64url.encode(await crypto.subtle.exportKey("raw", pair.publicKey));
    const kid = base64url.encode(await thumbprint(x));
    await keyStore.put({ kid, x, role: "live", privateKey: pair.privateKey });
    speakForm.elements.key.value = x;
    speakForm.submit();
  });
  document.body.dataset.ready = "speak";
});
