// The list of homes not reached: prints it, and asks for the page anew when a minute and five have
// passed, since nothing else may change at that moment.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const element of document.querySelectorAll("[data-due-milliseconds]")) {
  setTimeout(() => location.reload(), Number(element.dataset.dueMilliseconds));
}
