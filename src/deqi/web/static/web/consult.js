// The page works without this file. It keeps the reader's place after a tap: the details that were
// open stay open, the focus returns to the button that was pressed, or to the triage line if it is gone.

let open = new Set();
let focused = "";

const key = (element) => element.querySelector("summary")?.textContent.trim().slice(0, 60);

document.addEventListener("htmx:beforeRequest", () => {
  open = new Set([...document.querySelectorAll("#main details[open]")].map(key));
  focused = document.activeElement?.id ?? "";
  document.getElementById("main")?.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:afterRequest", () => {
  document.getElementById("main")?.removeAttribute("aria-busy");
});

document.addEventListener("htmx:afterSettle", () => {
  for (const element of document.querySelectorAll("#main details")) {
    if (open.has(key(element))) element.open = true;
  }
  const target = document.getElementById(focused);
  if (focused && target) target.focus({ preventScroll: true });
});

// an emergency must be seen: bring the triage line into view when it appears
document.addEventListener("htmx:afterSettle", () => {
  const urgent = document.querySelector(".level-emergency, .level-same-day");
  if (urgent && urgent.getBoundingClientRect().bottom < 0) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    urgent.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
  }
});

// a button that goes to another address, as the languages do, loads that page whole
document.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("formaction")) event.stopPropagation();
}, { capture: true });
