// What the page itself says to people: aloud for screen readers, as a notice that goes away, and that the server is gone.
import { el } from "./dom.js";

const STAYS = 12_000; // milliseconds: long enough to read a sentence twice

/** Say `words` to screen readers, after what they are saying now. */
export function announce(words) {
  const announcer = document.getElementById("announcer");
  // The same words twice are read twice only if the region was empty between.
  announcer.textContent = "";
  window.setTimeout(() => {
    announcer.textContent = words;
  }, 60);
}

/** Show `words` as a notice, above a dialog if one is open. */
export function tell(words) {
  const close = el(
    "button",
    { type: "button", class: "button button-plain", onclick: () => notice.remove() },
    "Close",
  );
  const notice = el("div", { class: "toast", role: "alert" }, el("span", {}, words), close);
  document.querySelector(".toast")?.remove();
  (document.querySelector("dialog[open]") ?? document.getElementById("layers")).append(notice);
  window.setTimeout(() => notice.remove(), STAYS);
}

/** Say that the server does not answer, with its own reason if it gave one; or that it does again. */
export function offline(gone, words = null) {
  const line = document.getElementById("offline");
  line.dataset.standard ??= line.textContent;
  if (gone) line.textContent = words ?? line.dataset.standard;
  line.hidden = !gone;
}
