// Writing: the box under a channel and under a thread, with drafts, completion, and the bot's refusals where they
// were caused.
import { el, icon, iconButton } from "./dom.js";
import { createCompletion } from "./complete.js";
import { openMenu } from "./menu.js";

const MARKS = [
  ["bold", "Bold", "*"],
  ["italic", "Italic", "_"],
  ["strike", "Strikethrough", "~"],
  ["code", "Code", "`"],
];

/** A composer. `inThread`; `editLast()` is called for the Up key in an empty box; `sent()` after a message went. */
export function createComposer(app, { inThread = false, editLast = () => {}, sent = () => {} } = {}) {
  const drafts = new Map(); // "person place thread" -> words
  let target = null; // {place, thread, name}
  let sending = 0;

  const box = el("textarea", { class: "composer-box", rows: 1, "aria-label": "Message", enterkeyhint: "send" });
  const also = el("input", { type: "checkbox" });
  const alsoWords = el("span", {});
  const error = el("p", { class: "composer-error", role: "alert", hidden: true });
  const pending = el("span", { class: "composer-pending", hidden: true }, "Sending…");
  const send = el(
    "button",
    { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", onclick: () => submit() },
    icon("send"),
  );
  const hint = el(
    "p",
    { class: "composer-hint" },
    el("kbd", {}, "Enter"),
    " sends, ",
    el("kbd", {}, "Shift+Enter"),
    " starts a new line",
  );
  const more = iconButton("more", "Shortcuts", (event) => shortcuts(event.currentTarget), {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
  });
  const frame = el(
    "div",
    { class: "composer-frame" },
    el(
      "div",
      { class: "composer-tools", role: "toolbar", "aria-label": "Style" },
      MARKS.map(([sign, label, mark]) => iconButton(sign, label, () => wrap(mark))),
      inThread ? [] : more,
    ),
    box,
    el(
      "div",
      { class: "composer-foot" },
      inThread ? el("label", { class: "box also" }, also, alsoWords) : hint,
      pending,
      send,
    ),
  );
  const node = el("div", { class: "composer" }, error, frame);
  const completion = createCompletion(app, box, frame, inThread);

  const offered = () => app.world.server.shortcuts.filter((one) => one.kind === "global");
  function shortcuts(opener) {
    const items = offered().map((one) => ({ label: one.name, hint: one.description, value: one.callback_id }));
    openMenu(opener, items, ({ value }) => app.post("shortcut", { callback_id: value }), { label: "Shortcuts" });
  }

  const keyOfDraft = () => (target ? `${app.world.as} ${target.place} ${target.thread ?? ""}` : "");

  function fit() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 220)}px`;
    send.disabled = box.value.trim() === "";
  }

  function write(words) {
    box.value = words;
    fit();
  }

  function wrap(mark) {
    const { selectionStart: from, selectionEnd: to, value } = box;
    box.setRangeText(`${mark}${value.slice(from, to)}${mark}`, from, to, from === to ? "end" : "select");
    if (from === to) box.setSelectionRange(from + 1, from + 1);
    box.focus();
    fit();
  }

  function fail(sentence) {
    error.textContent = sentence ?? "";
    error.hidden = !sentence;
  }

  async function submit() {
    const typed = box.value.trim();
    if (!typed || !target) return;
    const going = { ...target, key: keyOfDraft() };
    fail(null);
    completion.close();
    write("");
    drafts.delete(going.key);
    pending.hidden = false;
    sending += 1;
    const body = { channel: going.place, text: typed };
    if (going.thread) Object.assign(body, { thread_ts: going.thread, broadcast: also.checked });
    also.checked = false; // Ticked while this one is on its way, it is meant for the next.
    const answer = await app.ask("say", body);
    sending -= 1;
    pending.hidden = sending === 0;
    if (answer.ok) {
      await app.refresh();
      if (keyOfDraft() === going.key) sent();
      return;
    }
    // What was not kept comes back, so that it can be mended or sent again.
    if (keyOfDraft() !== going.key) {
      drafts.set(going.key, typed);
      app.tell(answer.error);
      return;
    }
    fail(answer.error);
    if (!box.value) {
      write(typed);
      also.checked = body.broadcast ?? false;
    }
    await app.refresh();
  }

  box.addEventListener("input", () => {
    fit();
    drafts.set(keyOfDraft(), box.value);
    completion.update();
  });
  box.addEventListener("click", () => completion.update());
  box.addEventListener("blur", () => completion.close());
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && box.value === "") {
      event.preventDefault();
      editLast();
    }
  });

  /** Write to `next`: {place, thread|null, label: the box's accessible name, also: words of the check box}. */
  function render(next) {
    const before = keyOfDraft();
    target = next;
    box.setAttribute("aria-label", next.label);
    box.placeholder = next.label;
    alsoWords.textContent = next.also ?? "";
    more.hidden = offered().length === 0;
    if (keyOfDraft() === before) return;
    write(drafts.get(keyOfDraft()) ?? "");
    also.checked = false;
    fail(null);
    completion.close();
  }

  fit();
  return {
    node,
    render,
    focus: () => box.focus(),
    /** Put words in the box as if typed, for the "Try this" strip. */
    offer: (words) => {
      write(words);
      drafts.set(keyOfDraft(), words);
      box.focus();
    },
  };
}
