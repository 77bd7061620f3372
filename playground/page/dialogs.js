// Small questions in a <dialog>: the browser traps the focus, closes on Esc and gives the focus back.
import { el } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Show `content` as a dialog named by `title`; resolves with what `close(value)` was given, null on Esc. */
export function showDialog(title, content, { className = "", describe = null } = {}) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    let answer = null;
    const heading = el(
      "h2",
      { class: "dialog-title", id: `dialog-${Math.random().toString(36).slice(2)}` },
      title,
    );
    const dialog = el("dialog", {
      class: `dialog ${className}`,
      "aria-labelledby": heading.id,
      "aria-describedby": describe,
    });
    const close = (value) => {
      answer = value;
      dialog.close();
    };
    dialog.append(heading, ...[content(close)].flat());
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(answer);
    });
    document.getElementById("layers").append(dialog);
    dialog.showModal();
  });
}

/** A Block Kit `confirm` object as a question: true when the person goes on. */
export async function askFirst(confirm, server) {
  const answer = await showDialog(
    textObject(confirm.title ?? { type: "plain_text", text: "Are you sure?" }, server),
    (close) => [
      el("div", { class: "dialog-body" }, textObject(confirm.text, server)),
      el(
        "div",
        { class: "dialog-foot" },
        el(
          "button",
          { type: "button", class: "button button-plain", onclick: () => close(false) },
          confirm.deny?.text ?? "Cancel",
        ),
        el(
          "button",
          {
            type: "button",
            class: `button ${confirm.style === "danger" ? "button-danger" : "button-primary"}`,
            autofocus: true,
            onclick: () => close(true),
          },
          confirm.confirm?.text ?? "Yes",
        ),
      ),
    ],
    { className: "dialog-small" },
  );
  return answer === true;
}
