// One pop-up menu at a time, beside the control that opened it: the people, reactions, selects and overflow menus.
import { el } from "./dom.js";

/**
 * Open a menu under `opener`. `items`: [{label, hint?, value, checked?, group?, node?}]; `chosen` gets one of them.
 * Arrow keys, Home, End and letters move; Enter takes; Esc and Tab close; focus returns to the opener.
 * `kind`: "menu" for doing something, "listbox" for choosing a value.
 */
export function openMenu(opener, items, chosen, { label, kind = "menu", row = false } = {}) {
  if (opener.getAttribute("aria-expanded") === "true") return;
  const choice = items.some((item) => item.checked !== undefined) ? "menuitemradio" : "menuitem";
  const role = kind === "listbox" ? "option" : choice;
  const entries = items.map((item) => entry(item, role));
  const menu = el(
    "div",
    { class: row ? "menu menu-row" : "menu", role: kind, "aria-label": label, tabindex: "-1" },
    withHeadings(items, entries),
  );
  // Inside a dialog everything outside is inert, so the menu must live in the same top layer as its opener.
  (opener.closest("dialog") ?? document.getElementById("layers")).append(menu);
  opener.setAttribute("aria-expanded", "true");
  place(menu, opener);

  const close = (refocus = true) => {
    menu.remove();
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", away);
    if (refocus && opener.isConnected) opener.focus();
  };
  const away = () => close(false);
  const outside = (event) => {
    if (!menu.contains(event.target) && !opener.contains(event.target)) close(false);
  };
  const take = (item) => {
    close();
    chosen(item);
  };
  entries.forEach((node, at) => node.addEventListener("click", () => take(items[at])));
  menu.addEventListener("keydown", (event) => keys(event, entries, close));
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", away);
  (entries.find((node, at) => items[at].checked) ?? entries[0] ?? menu).focus();
}

function entry(item, role) {
  const chosen = item.checked === undefined ? null : String(Boolean(item.checked));
  return el(
    "div",
    {
      class: "menu-item",
      role,
      tabindex: "-1",
      "aria-label": item.node ? item.label : null,
      title: item.node ? item.label : null,
      "aria-checked": role === "menuitemradio" ? chosen : null,
      "aria-selected": role === "option" ? (chosen ?? "false") : null,
    },
    item.node ?? el("span", { class: "menu-label" }, item.label),
    item.hint ? el("span", { class: "menu-hint" }, item.hint) : null,
  );
}

function withHeadings(items, entries) {
  const nodes = [];
  entries.forEach((node, at) => {
    const { group } = items[at];
    if (group && group !== items[at - 1]?.group)
      nodes.push(el("div", { class: "menu-heading", role: "presentation" }, group));
    nodes.push(node);
  });
  return nodes;
}

function keys(event, entries, close) {
  const at = entries.indexOf(document.activeElement);
  const go = (to) => entries[(to + entries.length) % entries.length]?.focus();
  const moves = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: entries.length - 1,
  };
  if (event.key in moves) go(moves[event.key]);
  else if (event.key === "Enter" || event.key === " ") entries[at]?.click();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else if (event.key.length === 1) {
    const wanted = event.key.toLowerCase();
    const next = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
    next.find((node) => node.textContent.trim().toLowerCase().startsWith(wanted))?.focus();
  } else return;
  event.stopPropagation();
  if (event.key !== "Tab") event.preventDefault();
}

function place(menu, opener) {
  const edge = 8;
  const from = opener.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = window.innerHeight - from.bottom - edge;
  const up = size.height > below && from.top > below;
  const left = Math.max(edge, Math.min(from.left, window.innerWidth - size.width - edge));
  menu.style.left = `${left}px`;
  menu.style.maxHeight = `${Math.max(120, (up ? from.top : below) - edge)}px`;
  if (up) menu.style.bottom = `${window.innerHeight - from.top + 4}px`;
  else menu.style.top = `${from.bottom + 4}px`;
}
