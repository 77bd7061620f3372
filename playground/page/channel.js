// The middle: a channel or direct message with its header, list and composer, or App Home.
import { el, icon, iconButton, update } from "./dom.js";
import { createComposer } from "./composer.js";
import { createHome } from "./home.js";
import { createHints } from "./hints.js";
import { createMessageList } from "./messages.js";
import { showDialog } from "./dialogs.js";
import { botChannel, channelOf, personOf, placeName } from "./state.js";

/** The middle pane. `hintActs` as in hints.js; `atEnd()` when the reader has reached the newest message. */
export function createChannel(app, { hintActs, atEnd }) {
  const name = el("h2", { class: "pane-name" });
  const topic = el("p", { class: "pane-topic" });
  const members = el("button", { type: "button", class: "members-button", onclick: showMembers });
  const tabs = el("nav", { class: "tabs", "aria-label": "App" });
  const hints = createHints(app, hintActs);
  const list = createMessageList(app, { atEnd });
  const composer = createComposer(app, { editLast: () => list.editLast(), sent: () => list.toEnd() });
  const join = el(
    "div",
    { class: "join" },
    el("span", {}, "You are not in this channel."),
    el(
      "button",
      {
        type: "button",
        class: "button button-primary",
        onclick: () => app.post("join", { channel: app.world.route.place }),
      },
      "Join it",
    ),
  );
  const home = createHome(app);
  const body = el("div", { class: "pane-body" });
  const head = el(
    "header",
    { class: "pane-head" },
    iconButton("back", "Back to the channels", () => app.go({ place: null, thread: null }), {
      class: "icon-button back",
    }),
    el("div", { class: "pane-words" }, name, topic),
    members,
  );
  let shown = null;
  let showing = null;

  function showMembers() {
    const { server, route } = app.world;
    const held = channelOf(server, route.place)?.members ?? [];
    showDialog(`Members of ${name.textContent}`, (close) => [
      el(
        "ul",
        { class: "member-list" },
        held
          .map((id) => personOf(server, id))
          .map((person) =>
            el(
              "li",
              {},
              el("strong", {}, person.name),
              person.is_bot ? el("span", { class: "app-tag" }, "App") : null,
              person.title ? ` — ${person.title}` : "",
            ),
          ),
      ),
      el(
        "div",
        { class: "dialog-foot" },
        el(
          "button",
          { type: "button", class: "button button-plain", autofocus: true, onclick: () => close(null) },
          "Close",
        ),
      ),
    ]);
  }

  function drawTabs(place) {
    const { server } = app.world;
    const direct = botChannel(server);
    const inApp = place === "home" || (direct && place === direct.id);
    tabs.hidden = !inApp;
    if (!inApp) return;
    const tab = (to, words) =>
      el("a", { href: `#/${to}`, class: "tab", "aria-current": place === to ? "page" : null }, words);
    update(tabs, tab("home", "Home"), direct ? tab(direct.id, "Messages") : null);
  }

  function use(kind, nodes) {
    if (showing === kind) return;
    showing = kind;
    body.replaceChildren(...nodes);
  }

  function drawHead(place, channel) {
    const { server } = app.world;
    const isHome = place === "home";
    name.textContent = isHome ? (server.bot?.name ?? "App") : placeName(server, channel);
    const other = channel?.kind === "dm" ? personOf(server, channel.with) : isHome ? server.bot : null;
    topic.textContent = other ? other.title || (other.is_bot ? "App" : "") : channel.topic || "";
    const size = channel?.kind === "channel" ? channel.members.length : 0;
    members.hidden = size === 0;
    members.setAttribute("aria-label", `${size} members`);
    update(members, icon("people"), String(size));
    drawTabs(place);
  }

  function beginning(channel) {
    const { server } = app.world;
    const title = placeName(server, channel);
    const words =
      channel.kind === "dm"
        ? `Only you and ${title} see what is said here.`
        : channel.topic || "Everybody in the channel sees what is said here.";
    const empty = app.world.messages.length
      ? null
      : el(
          "p",
          { class: "empty-note" },
          "No messages yet. Write the first one below, or move the date on and see what arrives.",
        );
    list.before.replaceChildren(
      el(
        "div",
        { class: "beginning" },
        el("p", { class: "beginning-title" }, `This is the start of ${title}`),
        el("p", {}, words),
        ...[empty].filter(Boolean),
      ),
    );
  }

  function render() {
    const { world } = app;
    const { place } = world.route;
    hints.render();
    if (place === "home") {
      drawHead(place, null);
      use("home", [home.node]);
      home.render(shown !== `${world.as} home`);
      shown = `${world.as} home`;
      return;
    }
    const channel = channelOf(world.server, place);
    if (!channel) {
      name.textContent = place ? "Not here" : world.server.team.name;
      topic.textContent = "";
      members.hidden = tabs.hidden = true;
      use("none", [
        el(
          "p",
          { class: "empty" },
          place
            ? `${world.server.me.name} cannot see this channel. Choose another on the left.`
            : "Choose a channel on the left.",
        ),
      ]);
      shown = null;
      return;
    }
    drawHead(place, channel);
    const title = placeName(world.server, channel);
    // Before the messages are here already: what is typed at once goes to this channel, not to the last one.
    composer.render({ place, thread: null, label: `Message ${title}` });
    const key = `${world.as} ${place}`;
    if (world.messagesOf !== key) return;
    if (channel.joined === false) use("reading", [list.node, join]);
    else use("channel", [list.node, composer.node]);
    beginning(channel);
    list.render(world.messages, {
      place,
      label: `Messages in ${title}`,
      newFrom: world.newFrom,
      opened: shown !== key,
    });
    shown = key;
  }

  return { nodes: [head, tabs, hints.node, body], render, list, composer, hints, home };
}
