// Changing one's own message, in its place in the list.
import { el } from "./dom.js";
import { toTyped } from "./typed.js";

/** An <article> with the words in a box. `done(text)` saves, `done(null)` leaves all as it was. */
export function editor(app, message, done) {
  const { server } = app.world;
  const before = toTyped(message.text ?? "", server);
  const box = el("textarea", {
    class: "edit-box",
    rows: Math.min(8, before.split("\n").length + 1),
    "aria-label": "Edit message",
  });
  box.value = before;
  const save = () => {
    const words = box.value.trim();
    // Nothing left is a wish to delete, which asks first elsewhere; nothing changed is no edit.
    if (words === "") app.deleteMessage(app.world.route.place, message).then(() => done(null));
    else done(words === before ? null : words);
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      done(null);
    }
  });
  return el(
    "article",
    {
      class: "message editing",
      tabindex: "-1",
      dataset: { ts: message.ts },
      "aria-label": "Editing your message",
    },
    el(
      "div",
      { class: "message-body" },
      box,
      el(
        "div",
        { class: "edit-foot" },
        el("button", { type: "button", class: "button button-plain", onclick: () => done(null) }, "Cancel"),
        el("button", { type: "button", class: "button button-primary", onclick: save }, "Save"),
      ),
    ),
  );
}
