// One message: who, when, what, its reactions and the way into its thread.
import { avatar, count, el, icon } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { REACTIONS, emoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { personOf } from "./state.js";
import { clock, longDate, momentOf, relative } from "./times.js";

/**
 * An <article>. `shown` says how: {channel, inThread, grouped: true when it follows one of the same author closely}.
 * Its data-ts is the message's ts; its name is author and time.
 */
export function messageNode(app, message, shown) {
  const { server } = app.world;
  const author = personOf(server, message.user);
  const at = clock(momentOf(message.ts), server.timezone);
  const node = el("article", {
    class: ["message", shown.grouped && "grouped", message.ephemeral && "ephemeral"].filter(Boolean).join(" "),
    tabindex: "-1",
    dataset: { ts: message.ts, author: message.user },
    "aria-label": `${author.name}, ${at}${message.ephemeral ? ", only visible to you" : ""}`,
  });
  if (shown.grouped) node.append(el("span", { class: "gutter-time", "aria-hidden": "true" }, at));
  else node.append(avatar(author));
  node.append(
    el(
      "div",
      { class: "message-body" },
      message.ephemeral ? el("p", { class: "note" }, icon("eye"), "Only visible to you") : null,
      message.subtype === "thread_broadcast" && !shown.inThread
        ? broadcastNote(app, message, shown.channel)
        : null,
      shown.grouped ? null : head(author, message, server, at),
      el("div", { class: "message-content" }, content(app, message, shown)),
      files(message),
      reactions(app, message, shown),
      shown.inThread ? null : threadSummary(app, message, shown.channel),
    ),
  );
  return node;
}

function head(author, message, server, at) {
  const day = longDate(momentOf(message.ts), server.timezone);
  return el(
    "p",
    { class: "message-head" },
    el("span", { class: "author" }, author.name),
    author.is_bot ? el("span", { class: "app-tag" }, "App") : null,
    el("time", { datetime: momentOf(message.ts).toISOString(), title: `${day} at ${at}` }, at),
  );
}

function broadcastNote(app, message, channel) {
  return el(
    "p",
    { class: "note" },
    icon("reply"),
    "Also sent to the channel from ",
    el("a", { href: `#/${channel}/${message.thread_ts}` }, "a thread"),
  );
}

const JOINS = {
  channel_join: "joined the channel.",
  channel_leave: "left the channel.",
  group_join: "joined the channel.",
};

function content(app, message, shown) {
  const { server } = app.world;
  if (message.subtype === "tombstone") return el("p", { class: "quiet" }, "This message was deleted.");
  if (message.subtype in JOINS) return el("p", { class: "quiet" }, JOINS[message.subtype]);
  const edited = message.edited ? el("span", { class: "edited" }, " (edited)") : null;
  // What people type arrives as text and as a rich_text copy of it; the text keeps the *marks* that they typed.
  const typed =
    !personOf(server, message.user).is_bot && message.blocks?.every((block) => block.type === "rich_text");
  if (message.blocks?.length && !typed) {
    const press = (blockId, part, value) => app.pressMessage(shown.channel, message.ts, blockId, part, value);
    return [renderBlocks(message.blocks, { server, press, form: null }), edited];
  }
  const text = mrkdwn(message.text ?? "", server);
  // The mark belongs at the end of the last line, not below it.
  if (edited) (text.lastElementChild?.tagName === "DIV" ? text.lastElementChild : text).append(edited);
  return text;
}

function files(message) {
  if (!message.files?.length) return null;
  return el(
    "div",
    { class: "files" },
    message.files.map((file) =>
      file.mimetype?.startsWith("image/")
        ? el(
            "figure",
            {},
            el("figcaption", {}, file.title || file.name),
            el(
              "a",
              { href: file.url, target: "_blank", rel: "noopener" },
              el("img", { src: file.url, alt: file.alt_txt || file.title || file.name, loading: "lazy" }),
            ),
          )
        : el("a", { class: "file", href: file.url, download: file.name }, icon("file"), file.name),
    ),
  );
}

function reactions(app, message, shown) {
  if (!message.reactions?.length) return null;
  const { server } = app.world;
  return el(
    "div",
    { class: "reactions", role: "group", "aria-label": "Reactions" },
    message.reactions.map(({ name, users }) => {
      const mine = users.includes(server.me.id);
      const who = users.map((id) => personOf(server, id).name).join(", ");
      const known = REACTIONS.find((reaction) => reaction.name === name)?.label ?? name.replaceAll("_", " ");
      return el(
        "button",
        {
          type: "button",
          class: "reaction",
          dataset: { key: `reaction/${name}` },
          title: `${who} reacted with :${name}:`,
          "aria-pressed": String(mine),
          "aria-label": `${known}, ${count(users.length, "person", "people")}: ${who}`,
          onclick: () => app.post("react", { channel: shown.channel, ts: message.ts, name }),
        },
        emoji(name),
        el("span", { "aria-hidden": "true" }, String(users.length)),
      );
    }),
  );
}

function threadSummary(app, message, channel) {
  if (!message.reply_count) return null;
  const { server } = app.world;
  const last = message.latest_reply
    ? `last reply ${relative(momentOf(message.latest_reply), new Date(server.now), server.timezone)}`
    : null;
  return el(
    "a",
    { class: "thread-summary", href: `#/${channel}/${message.ts}`, dataset: { key: "thread" } },
    (message.reply_users ?? []).slice(0, 3).map((id) => avatar(personOf(server, id), "avatar-small")),
    el("span", { class: "thread-count" }, count(message.reply_count, "reply", "replies")),
    last ? el("span", { class: "thread-last" }, ` · ${last}`) : null,
  );
}
