// Completion in the composer: "/" commands, then their verbs, and "@" people. The words stay in the textarea; the
// list beside it is a listbox that the textarea points at with aria-activedescendant.
import { el } from "./dom.js";
import { humans } from "./state.js";

/** What could stand at the cursor: {from, items: [{insert, name, hint}], exact} or null. */
function suggestions(text, cursor, server, inThread) {
  const before = text.slice(0, cursor);
  if (before.startsWith("/")) return inThread ? null : commandSuggestions(before, text, server);
  const at = before.match(/(?<![\p{L}\p{N}])@([\p{L}][\p{L}' -]{0,30})?$/u);
  if (!at) return null;
  const typed = (at[1] ?? "").toLowerCase();
  const items = [...humans(server), ...(server.bot ? [server.bot] : [])]
    .filter(
      (person) =>
        person.name
          .toLowerCase()
          .split(" ")
          .some((word) => word.startsWith(typed)) || person.name.toLowerCase().startsWith(typed),
    )
    .map((person) => ({ insert: `@${person.name} `, name: `@${person.name}`, hint: person.title }));
  return offered(items, before.length - at[0].length, `@${typed}`);
}

function commandSuggestions(before, text, server) {
  const found = before.match(/^(\/\S*)(\s+)?(\S*)$/);
  if (!found) return null;
  const [, command, gap, verb] = found;
  if (!gap) {
    const items = server.commands
      .filter((one) => one.command.startsWith(command.toLowerCase()))
      .map((one) => ({
        insert: `${one.command} `,
        name: one.command,
        hint: [one.usage_hint, one.description].filter(Boolean).join(" — "),
      }));
    return offered(items, 0, command);
  }
  const verbs = server.commands.find((one) => one.command === command)?.verbs ?? [];
  const items = verbs
    .filter((one) => one.name.startsWith(verb.toLowerCase()))
    .map((one) => ({ insert: `${one.name} `, name: one.name, hint: one.hint }));
  return offered(items, command.length + gap.length, verb);
}

// A finished word is no longer a question: Enter then sends instead of completing.
function offered(items, from, typed) {
  if (!items.length) return null;
  const exact = items.some((item) => item.name.toLowerCase() === typed.toLowerCase());
  return { from, items, preselect: typed.replace(/^[@/]/, "") !== "" && !exact };
}

/** Attach completion to `box`. `frame` holds the list. Returns {key(event): true when used, update(), close()}. */
export function createCompletion(app, box, frame, inThread) {
  const id = `complete-${Math.random().toString(36).slice(2)}`;
  const list = el("div", { class: "complete", role: "listbox", id, "aria-label": "Suggestions", hidden: true });
  frame.prepend(list);
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", id);
  let open = null;
  let active = -1;
  let dismissed = null; // the words for which the list was closed by Esc

  function close() {
    open = null;
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    box.removeAttribute("aria-activedescendant");
  }

  function mark(at) {
    active = at;
    [...list.children].forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === at));
      if (index === at) node.scrollIntoView({ block: "nearest" });
    });
    if (at >= 0) box.setAttribute("aria-activedescendant", `${id}-${at}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function take(at) {
    const { from, items } = open;
    const rest = box.value.slice(box.selectionStart);
    box.setRangeText(items[at].insert, from, box.selectionStart, "end");
    if (rest.startsWith(" ") && items[at].insert.endsWith(" "))
      box.setRangeText("", box.selectionStart, box.selectionStart + 1, "end");
    close();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function update() {
    if (box.value === dismissed) return;
    dismissed = null;
    const before = open;
    const found =
      document.activeElement === box
        ? suggestions(box.value, box.selectionStart, app.world.server, inThread)
        : null;
    if (!found) {
      close();
      return;
    }
    open = found;
    list.replaceChildren(
      ...found.items.map((item, at) =>
        el(
          "div",
          {
            class: "complete-item",
            role: "option",
            id: `${id}-${at}`,
            "aria-selected": "false",
            onpointerdown: (event) => {
              event.preventDefault();
              take(at);
            },
          },
          el("span", { class: "complete-name" }, item.name),
          el("span", { class: "complete-hint" }, item.hint ?? ""),
        ),
      ),
    );
    list.hidden = false;
    mark(found.preselect ? 0 : -1);
    if (!before) app.announce(`${found.items.length} suggestions. Arrow keys to choose, Tab to take.`);
  }

  function key(event) {
    if (!open) return false;
    const size = open.items.length;
    if (event.key === "ArrowDown") mark((active + 1) % size);
    else if (event.key === "ArrowUp") mark((active - 1 + size) % size);
    else if (event.key === "Tab" && !event.shiftKey) take(Math.max(active, 0));
    else if (event.key === "Enter" && !event.shiftKey && active >= 0) take(active);
    else if (event.key === "Escape") {
      dismissed = box.value;
      close();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { key, update, close };
}
