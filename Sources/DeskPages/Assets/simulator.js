// The simulated home's screen as it changes, and its buttons without leaving the page.
"use strict";

const screen = document.querySelector("img[data-every]");
if (screen) {
  const source = screen.src;
  const look = () => { screen.src = `${source}?${Date.now()}`; };
  setInterval(look, Number(screen.dataset.every));
  for (const form of document.querySelectorAll("form[data-press]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)),
        redirect: "manual" });
      look();
    });
  }
  const player = document.querySelector("audio");
  const sound = player.src;
  player.addEventListener("ended", () => { player.src = `${sound}?${Date.now()}`; });
}
