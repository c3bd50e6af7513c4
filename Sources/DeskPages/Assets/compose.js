// Writing an item: what is written is kept while it is written, files and recordings go up as they are,
// and the page says at once what the rules say. Without this script the form's own buttons do.
"use strict";

// The names of this script are its own: "say" is the one of every page.
{
  const form = document.getElementById("compose");
  const saved = document.getElementById("saved");
  const backup = `draft ${form.dataset.autosave}`;
  const written = () => new URLSearchParams(new FormData(form));

  // Saving: one at a time, the newest state last.
  let [waiting, isSaving, isOutdated] = [null, false, false];

  function changed(pause = 1000) {
    if (isOutdated) return;
    clearTimeout(waiting);
    waiting = setTimeout(save, pause);
  }

  async function save() {
    if (isSaving) return changed();
    isSaving = true;
    const body = written();
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body, headers: { "X-Form-Token": form.elements.token.value }, redirect: "manual",
      });
      if (answer.status === 409) {
        isOutdated = true;
        form.before(pieceOf(await answer.text()));
      } else if (answer.ok) {
        form.elements.revision.value = answer.headers.get("X-Revision");
        document.getElementById("check").replaceWith(pieceOf(await answer.text()));
        saved.textContent = `${say("Đã lưu lúc", "Saved at")} ${new Date().toLocaleTimeString("vi")}`;
        sessionStorage.removeItem(backup);
        const look = document.getElementById("look");
        if (look) look.src = look.src.replace(/r=\d+$/, `r=${form.elements.revision.value}`);
      } else {
        if (answer.status === 403) await renewToken();
        throw new Error(answer.status);
      }
    } catch {
      // The session is over, or the server can't be reached: what was written stays in this tab.
      sessionStorage.setItem(backup, body.toString());
      saved.textContent = say(
        "Chưa lưu được; bài vẫn còn ở trang này. Đang thử lại. Nếu đã hết phiên, hãy đăng nhập ở thẻ khác.",
        "Not saved yet; it stays on this page. Trying again. If your session is over, sign in in another tab.");
      changed(5000);
    }
    isSaving = false;
  }

  // Whoever signed in anew in another tab has another token; this page goes on with it.
  async function renewToken() {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#compose [name=token]");
    if (fresh) form.elements.token.value = fresh.value;
  }

  const kept = sessionStorage.getItem(backup);
  if (kept) {
    const fields = new URLSearchParams(kept);
    for (const name of ["headline", "text", "instruction"]) {
      if (fields.has(name)) form.elements[name].value = fields.get(name);
    }
    changed(0);
  }
  form.addEventListener("input", () => changed());
  form.addEventListener("submit", () => clearTimeout(waiting));

  // Files and recordings go up as they are; the answer is their line of the list.
  const list = document.getElementById("media");
  const intake = document.getElementById("intake");

  async function takeIn(content, title) {
    if (content.size > Number(form.dataset.mostBytes)) {
      intake.textContent = say(
        `“${title}” lớn hơn 32 MB. Hãy nén lại hoặc chia thành nhiều phần.`,
        `“${title}” is larger than 32 MB. Make it smaller or divide it.`);
      return;
    }
    intake.textContent = say(`Đang nhận “${title}”…`, `Taking in “${title}”…`);
    try {
      const answer = await fetch(`${form.dataset.media}?title=${encodeURIComponent(title)}`, {
        method: "POST", body: content,
        headers: { "X-Form-Token": form.elements.token.value, "Content-Type": "application/octet-stream" },
      });
      const line = pieceOf(await answer.text());
      intake.replaceChildren();
      if (answer.ok) {
        list.append(line);
        changed(0);
      } else {
        intake.append(line?.matches(".fault") ? line : say("Không gửi được tệp.", "The file was not taken."));
      }
    } catch {
      intake.textContent = say(
        `Mất kết nối khi gửi “${title}”. Hãy gửi lại.`, `The connection was lost. Send “${title}” again.`);
    }
  }

  document.getElementById("with-script").hidden = false;
  document.getElementById("file").addEventListener("change", async (event) => {
    for (const file of [...event.target.files]) await takeIn(file, file.name);
    event.target.value = "";
  });

  recordVoice(
    document.getElementById("record"), document.getElementById("level"), 600, async (sound) => {
      const time = new Date().toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
      await takeIn(sound, `${say("Ghi âm", "Recording")} ${time}`);
    }, (words) => { intake.textContent = words; });
}
