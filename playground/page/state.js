// What the page knows: the server's last answers, who is looking, and where. One object, made once by app.js and
// handed to the panels; they read it and never change it.

/** An empty world, before the first answer. */
export function newWorld() {
  return {
    as: null, // the id of the person who is looking
    route: { place: null, thread: null }, // place: a channel's id, "home", or null
    server: null, // the answer of /play/state
    messages: [], // of the open channel
    messagesOf: null, // "as channel" that `messages` belongs to
    thread: [], // of the open thread, root first
    threadOf: null,
    home: null, // the App Home view of this person
    homeOf: null,
    newFrom: null, // ts of the first message this person had not read when the channel was opened
  };
}

/** Where the page stands, from its address: "#/C0CYPE/166….0001?" and "?as=U1". */
export function readAddress(location) {
  const [, place = "", thread = ""] = location.hash.split("/");
  return {
    as: new URLSearchParams(location.search).get("as"),
    route: { place: decodeURIComponent(place) || null, thread: decodeURIComponent(thread) || null },
  };
}

/** The address for a person and a place; the opposite of `readAddress`. */
export function address(as, { place = null, thread = null }) {
  const path = [place, thread].filter(Boolean).map(encodeURIComponent).join("/");
  return `?as=${encodeURIComponent(as)}#/${path}`;
}

/** The person with this id, or a stand-in that shows the id, so that a gap in the data is seen and not hidden. */
export function personOf(server, id) {
  if (server.bot?.id === id) return server.bot;
  return (
    server.people.find((person) => person.id === id) ?? { id, name: id ?? "Unknown", title: "", is_bot: false }
  );
}

/** People that one can be: everyone but bots. */
export function humans(server) {
  return server.people.filter((person) => !person.is_bot && person.id !== server.bot?.id);
}

/** The channel or direct message with this id, or null. */
export function channelOf(server, id) {
  return server.channels.find((channel) => channel.id === id) ?? null;
}

/** This person's direct message with the bot, or null before there is one. */
export function botChannel(server) {
  return server.channels.find((channel) => channel.kind === "dm" && channel.with === server.bot?.id) ?? null;
}

/** "#cype" for a channel, the other person's name for a direct message. */
export function placeName(server, channel) {
  return channel.kind === "dm" ? personOf(server, channel.with).name : `#${channel.name}`;
}

/** How many messages wait in all places, for the window's title. */
export function unreadInAll(server) {
  return server.channels.reduce((sum, channel) => sum + (channel.unread || 0), 0);
}

/**
 * The ts of the first unread message: the last `unread` messages of others are the unread ones.
 * Null when all is read.
 */
export function firstUnread(messages, unread, me) {
  let left = unread;
  for (let at = messages.length - 1; at >= 0 && left > 0; at -= 1) {
    if (messages[at].user === me || messages[at].ephemeral) continue;
    left -= 1;
    if (left === 0) return messages[at].ts;
  }
  return null;
}
