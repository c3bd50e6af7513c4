// Keeps what is marked with data-live as it is now. The server says that something has changed;
// the page asks for itself anew and exchanges the marked parts: there is one way to draw a page.
"use strict";

const say = (vietnamese, english) =>
  document.documentElement.lang === "vi" ? vietnamese : english;

// The page stays as it is, with what is typed in it.
const ended = () => {
  if (document.getElementById("ended")) return;
  const note = document.createElement("p");
  note.id = "ended";
  note.className = "fault";
  note.setAttribute("role", "alert");
  const link = document.createElement("a");
  link.href = "/sign-in?to=" + encodeURIComponent(location.pathname + location.search);
  link.target = "_blank";
  link.textContent = say("Đăng nhập lại", "Sign in again");
  note.append(say("Phiên làm việc đã hết; trang này không còn cập nhật. ",
    "Your session has ended; this page is kept up to date no more. "), link);
  document.body.append(note);
};

const main = document.querySelector("[data-live-from]");
if (main) {
  let waiting = null;
  const renew = async () => {
    waiting = null;
    // Without a network the page stays as it is; the next change asks again.
    const answer = await fetch(location.href, { headers: { "X-Live": "1" } }).catch(() => null);
    if (answer?.status === 401) return ended();
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live][id]")) {
      const other = fresh.getElementById(part.id);
      // What somebody is in is not taken from under their hands.
      if (!other || part.contains(document.activeElement)) continue;
      if (other.outerHTML !== part.outerHTML) part.replaceWith(other);
    }
  };
  const events = new EventSource(main.dataset.liveFrom);
  events.addEventListener("change", () => { waiting ??= setTimeout(renew, 150); });
  events.addEventListener("open", () => { document.getElementById("lost")?.remove(); });
  events.addEventListener("error", () => {
    if (document.getElementById("lost")) return;
    const note = document.createElement("p");
    note.id = "lost";
    note.className = "fault";
    note.setAttribute("role", "status");
    note.textContent = document.documentElement.lang === "vi"
      ? "Mất kết nối với máy chủ; trang này có thể đã cũ. Đang thử lại…"
      : "No connection to the server; this page may be old. Trying again…";
    document.body.append(note);
  });
  // Who looks at a page that is kept up to date uses it.
  setInterval(async () => {
    const answer = await fetch("/session").catch(() => null);
    if (answer?.status === 401) ended(); else document.getElementById("ended")?.remove();
  }, 240000);
}
