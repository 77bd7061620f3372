// The left side: the workspace, its date, who one is, and where one can go.
import { avatar, count, el, icon, keepFocus, update } from "./dom.js";
import { createDate } from "./date.js";
import { openMenu } from "./menu.js";
import { botChannel, humans, personOf, placeName } from "./state.js";

/** The sidebar. `jump()` opens the quick switch; `moved` is handed to the date control. */
export function createSidebar(app, { jump, moved }) {
  const name = el("h1", { class: "team-name" });
  const person = el("button", {
    type: "button",
    class: "person-button",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    onclick: choosePerson,
  });
  const date = createDate(app, { moved });
  const places = el("div", { class: "places" });
  const node = el(
    "div",
    { class: "sidebar-inner" },
    el(
      "header",
      { class: "team" },
      name,
      el(
        "p",
        { class: "team-note" },
        "Playground: a rehearsal workspace on this machine. Nobody else sees it.",
      ),
    ),
    date.node,
    el("div", { class: "person" }, el("p", { class: "person-label", id: "person-label" }, "You are"), person),
    el(
      "button",
      { type: "button", class: "jump-button", onclick: jump },
      icon("search"),
      el("span", {}, "Jump to…"),
      el("kbd", {}, "Ctrl K"),
    ),
    places,
  );

  function choosePerson() {
    const items = humans(app.world.server).map((one) => ({
      label: one.name,
      hint: one.title,
      value: one.id,
      checked: one.id === app.world.as,
    }));
    openMenu(person, items, ({ value }) => app.become(value), { label: "Be somebody else" });
  }

  function link(place, label, lead, { unread = 0, current = false } = {}) {
    return el(
      "li",
      {},
      el(
        "a",
        {
          class: ["place", unread > 0 && "unread"].filter(Boolean).join(" "),
          href: `#/${place}`,
          dataset: { key: `place/${place}`, place },
          "aria-current": current ? "page" : null,
        },
        lead,
        el("span", { class: "place-name" }, label),
        unread > 0
          ? el(
              "span",
              { class: "badge" },
              String(unread),
              el("span", { class: "unseen" }, ` unread ${unread === 1 ? "message" : "messages"}`),
            )
          : null,
      ),
    );
  }

  function group(title, links) {
    if (!links.length) return null;
    const id = `places-${title.toLowerCase().replaceAll(" ", "-")}`;
    return el(
      "section",
      { "aria-labelledby": id },
      el("h2", { class: "places-title", id }, title),
      el("ul", { class: "place-list" }, links),
    );
  }

  function drawPlaces() {
    const { server, route } = app.world;
    const at = (place) => route.place === place;
    const ofKind = (kind, joined) =>
      server.channels.filter((channel) => channel.kind === kind && (channel.joined !== false) === joined);
    const channelLink = (channel) =>
      link(channel.id, channel.name, icon("hash"), { unread: channel.unread, current: at(channel.id) });
    const dms = ofKind("dm", true).filter((channel) => channel.with !== server.bot?.id);
    const withBot = botChannel(server);
    const bot = server.bot;
    update(places, [
      group("Channels", ofKind("channel", true).map(channelLink)),
      group("Other channels", ofKind("channel", false).map(channelLink)),
      group("Direct messages", [
        ...dms.map((channel) =>
          link(
            channel.id,
            placeName(server, channel),
            avatar(personOf(server, channel.with), "avatar-small"),
            { unread: channel.unread, current: at(channel.id) },
          ),
        ),
        ...(withBot
          ? [
              link(withBot.id, bot.name, avatar(bot, "avatar-small"), {
                unread: withBot.unread,
                current: at(withBot.id),
              }),
            ]
          : []),
      ]),
      bot ? group("Apps", [link("home", `${bot.name} Home`, icon("home"), { current: at("home") })]) : null,
    ]);
  }

  return {
    node,
    date,
    render() {
      const { server } = app.world;
      name.textContent = server.team.name;
      const said = `${server.me.id} ${server.me.name}`;
      if (person.dataset.said !== said) {
        person.dataset.said = said;
        person.setAttribute("aria-label", `You are ${server.me.name}, ${server.me.title}. Be somebody else`);
        person.replaceChildren(
          avatar(server.me, "avatar-small"),
          el(
            "span",
            { class: "person-words" },
            el("span", { class: "person-name" }, server.me.name),
            el("span", { class: "person-title" }, server.me.title),
          ),
          icon("down"),
        );
      }
      date.render();
      keepFocus(places, drawPlaces);
    },
  };
}

/** "3 unread" for the quick switch. */
export const unreadWords = (channel) => (channel.unread ? count(channel.unread, "unread", "unread") : "");
