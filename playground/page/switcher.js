// Ctrl+K: type a few letters of a channel, a person or the app, and go there.
import { el } from "./dom.js";
import { showDialog } from "./dialogs.js";
import { placeName } from "./state.js";
import { unreadWords } from "./sidebar.js";

/** Open the quick switch; goes to what is chosen. */
export async function quickSwitch(app) {
  if (document.querySelector("dialog[open]")) return;
  const { server } = app.world;
  const all = [
    ...server.channels.map((channel) => ({
      place: channel.id,
      name: placeName(server, channel),
      hint: unreadWords(channel) || channel.topic || (channel.kind === "dm" ? "Direct message" : ""),
    })),
    ...(server.bot ? [{ place: "home", name: `${server.bot.name} Home`, hint: "App" }] : []),
  ];
  const place = await showDialog("Jump to", (close) => chooser(all, close), { className: "switcher" });
  if (place) app.go({ place, thread: null }, { focus: true });
}

function chooser(all, close) {
  let found = all;
  let active = 0;
  const list = el("div", { class: "switch-list", role: "listbox", id: "switch-list", "aria-label": "Places" });
  const box = el("input", {
    type: "text",
    class: "field-input",
    role: "combobox",
    "aria-label": "Channel, person or app",
    "aria-expanded": "true",
    "aria-controls": "switch-list",
    "aria-autocomplete": "list",
    placeholder: "Channel, person or app",
    autocomplete: "off",
    autofocus: true,
  });

  function draw() {
    list.replaceChildren(
      ...found.map((item, at) =>
        el(
          "div",
          {
            class: "menu-item",
            role: "option",
            id: `switch-${at}`,
            "aria-selected": String(at === active),
            onclick: () => close(item.place),
          },
          el("span", { class: "menu-label" }, item.name),
          item.hint ? el("span", { class: "menu-hint" }, item.hint) : null,
        ),
      ),
    );
    if (!found.length) list.append(el("p", { class: "quiet" }, "Nothing of that name here."));
    if (found.length) box.setAttribute("aria-activedescendant", `switch-${active}`);
    else box.removeAttribute("aria-activedescendant");
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  box.addEventListener("input", () => {
    const typed = box.value.trim().toLowerCase().replace(/^[#@]/, "");
    found = all.filter((item) => item.name.toLowerCase().includes(typed));
    active = 0;
    draw();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") active = Math.min(active + 1, found.length - 1);
    else if (event.key === "ArrowUp") active = Math.max(active - 1, 0);
    else if (event.key === "Enter") {
      if (found[active]) close(found[active].place);
    } else return;
    event.preventDefault();
    draw();
  });
  draw();
  return [box, list];
}
