// An answer in the officer's own voice: recorded here, taken in by the server, heard before it is sent.
"use strict";

const spoken = document.getElementById("spoken");
if (spoken) {
  const form = spoken.closest("form");
  const intake = document.getElementById("intake");
  const voice = document.getElementById("voice");

  function put(line) {
    voice.replaceChildren(...(line ? [line] : []));
    // Some can't hear it: what is spoken is written as well.
    form.elements.words.required = Boolean(line);
    line?.querySelector("button").addEventListener("click", () => put(null));
  }

  async function take(sound) {
    intake.textContent = say("Đang chỉnh âm lượng…", "Bringing it to the right loudness…");
    try {
      const answer = await fetch(spoken.dataset.path, {
        method: "POST", body: sound,
        headers: { "X-Form-Token": form.elements.token.value, "Content-Type": "application/octet-stream" },
      });
      const line = pieceOf(await answer.text());
      intake.replaceChildren();
      if (answer.ok) return put(line);
      intake.append(line?.matches(".fault") ? line : say(
        "Máy chủ không nhận. Tải lại trang rồi ghi lại.", "The server refused it. Load the page anew."));
    } catch {
      intake.textContent = say("Mất kết nối. Hãy ghi lại.", "The connection was lost. Record it again.");
    }
  }

  spoken.hidden = false;
  recordVoice(
    document.getElementById("record"), document.getElementById("level"),
    Number(spoken.dataset.longestSeconds), take, (words) => { intake.textContent = words; });
}
