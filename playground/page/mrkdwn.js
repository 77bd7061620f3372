// Slack's mrkdwn into nodes: *bold* _italic_ ~strike~ `code` ```pre``` > quote, lists, <links>, <@people>, <#channels>,
// <!dates>, :emoji:. Words become text nodes only; nothing here builds markup from them.
import { el } from "./dom.js";
import { channelOf, personOf } from "./state.js";
import { CHARACTER, emoji, nameOfCharacter } from "./emoji.js";
import { dateToken } from "./times.js";

// A style opens after a space, a bracket or the start, and closes before one: 2*3*4 and snake_case stay as they are.
const BEFORE = "(?<![\\p{L}\\p{N}_*~`])";
const AFTER = "(?![\\p{L}\\p{N}_*~`])";
const styled = (mark) => `${BEFORE}[${mark}](?=\\S)([^\\n]*?\\S)[${mark}]${AFTER}`;
const TOKEN = new RegExp(
  [
    "`([^`\\n]+)`", // 1 code
    "<([^<>\\n]+)>", // 2 link, person, channel, date
    ":([a-z0-9_+'-]+(?:::skin-tone-\\d)?):", // 3 emoji
    styled("*"), // 4
    styled("_"), // 5
    styled("~"), // 6
    "(https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)'\"])", // 7 a bare address
    `(${CHARACTER.source})`, // 8
  ].join("|"),
  "gu",
);

/** `&amp;`, `&lt;` and `&gt;` are all that Slack escapes. */
export function unescape(text) {
  return text.replace(/&(lt|gt|amp);/g, (whole, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
}

/** Nodes of one run of text, without blocks such as quotes and lists. `server` names people and channels. */
export function inline(text, server) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(TOKEN)) {
    if (found.index > from) nodes.push(...plain(text.slice(from, found.index)));
    nodes.push(token(found, server));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(...plain(text.slice(from)));
  return nodes;
}

function plain(text) {
  return unescape(text)
    .split("\n")
    .flatMap((line, at) => (at ? [el("br"), line] : [line]))
    .filter((part) => part !== "");
}

function token([whole, code, angle, sign, bold, italic, strike, bare, character], server) {
  if (code !== undefined) return el("code", {}, unescape(code));
  if (angle !== undefined) return angled(angle, server) ?? unescape(whole);
  if (sign !== undefined) return emoji(sign);
  if (bold !== undefined) return el("strong", {}, inline(bold, server));
  if (italic !== undefined) return el("em", {}, inline(italic, server));
  if (strike !== undefined) return el("s", {}, inline(strike, server));
  if (bare !== undefined) return link(unescape(bare), unescape(bare));
  return emoji(nameOfCharacter(character));
}

function angled(inside, server) {
  const [target, ...rest] = inside.split("|");
  const label = rest.length ? unescape(rest.join("|")) : null;
  if (target.startsWith("@")) return mention(target.slice(1), server, label);
  if (target.startsWith("#")) return channelLink(target.slice(1), server, label);
  if (target.startsWith("!date^")) return dated(target, label, server);
  if (target.startsWith("!subteam^")) return groupMention(target.slice("!subteam^".length), server, label);
  if (target.startsWith("!")) return el("span", { class: "mention" }, `@${target.slice(1)}`);
  return link(unescape(target), label ?? unescape(target).replace(/^mailto:/, ""));
}

/**
 * A link to somewhere safe, opened in a new tab; other schemes (javascript:, data:) stay text. A message's permalink
 * in this workspace opens here.
 */
export function link(address, label) {
  const here = address.startsWith(`${window.location.origin}/archives/`)
    ? address.match(/\/archives\/(\w+)\/p(\d+)(\d{6})(?:\?.*?thread_ts=([\d.]+))?/)
    : null;
  if (here) return el("a", { href: `#/${here[1]}/${here[4] ?? `${here[2]}.${here[3]}`}` }, label);
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(address)) return el("span", {}, label);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** `@Name`, marked when it is the person who is looking. */
export function mention(id, server, label = null) {
  const name = label ?? personOf(server, id).name;
  return el(
    "span",
    { class: id === server.me?.id ? "mention mention-me" : "mention" },
    `@${name.replace(/^@/, "")}`,
  );
}

/** `@handle` of a user group. */
export function groupMention(id, server, label = null) {
  const handle = label ?? server.groups?.find((group) => group.id === id)?.handle ?? id;
  return el("span", { class: "mention" }, `@${handle.replace(/^@/, "")}`);
}

/** `#name`, which opens the channel. */
export function channelLink(id, server, label = null) {
  const name = label || channelOf(server, id)?.name || id;
  return el("a", { class: "mention", href: `#/${encodeURIComponent(id)}` }, `#${name.replace(/^#/, "")}`);
}

function dated(target, fallback, server) {
  const [, seconds, format, address] = target.split("^");
  if (!/^\d+$/.test(seconds ?? "") || !format) return el("span", {}, fallback ?? "");
  const moment = new Date(Number(seconds) * 1000);
  const text = dateToken(unescape(format), moment, new Date(server.now), server.timezone);
  const time = el("time", { datetime: moment.toISOString(), title: fallback }, text);
  return address ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, time) : time;
}

const LISTED = /^\s*(?:([•◦▪‣-])|(\d+)[.)])\s+(.*)$/;
const QUOTED = /^(?:&gt;|>)\s?(.*)$/;

/** Whole message text: paragraphs, quotes, lists and code blocks. */
export function mrkdwn(text, server) {
  const root = el("div", { class: "text" });
  text.split(/```\n?/).forEach((piece, at, all) => {
    // An odd piece stands between two fences; a last one without its closing fence is ordinary text.
    if (at % 2 && at < all.length - 1)
      root.append(el("pre", {}, el("code", {}, unescape(piece.replace(/\n$/, "")))));
    else if (piece.trim())
      root.append(...lines(at % 2 ? `\`\`\`${piece}` : trimmed(piece, at, all.length), server));
  });
  return root;
}

const trimmed = (piece, at, length) => {
  const start = at > 0 ? piece.replace(/^\n/, "") : piece;
  return at < length - 1 ? start.replace(/\n$/, "") : start;
};

function kindOf(line) {
  if (QUOTED.test(line)) return "quote";
  const item = line.match(LISTED);
  if (item) return item[2] ? "ordered" : "bullets";
  return "text";
}

function lines(text, server) {
  const groups = [];
  for (const line of text.split("\n")) {
    const kind = kindOf(line);
    if (groups.at(-1)?.kind === kind) groups.at(-1).lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map((group) => grouped(group, server)).filter(Boolean);
}

function grouped({ kind, lines: held }, server) {
  if (kind === "quote") {
    return el("blockquote", {}, inline(held.map((line) => line.match(QUOTED)[1]).join("\n"), server));
  }
  if (kind === "text") {
    const words = held.join("\n");
    return words === "" ? el("div", { class: "gap" }) : el("div", {}, inline(words, server));
  }
  const first = held[0].match(LISTED);
  const items = held.map((line) => el("li", {}, inline(line.match(LISTED)[3], server)));
  return el(
    kind === "ordered" ? "ol" : "ul",
    { start: kind === "ordered" && first[2] !== "1" ? first[2] : null },
    items,
  );
}

/** A Block Kit text object: plain text keeps its characters, with emoji unless it forbids them. */
export function textObject(text, server) {
  if (!text) return "";
  if (text.type === "mrkdwn") return mrkdwn(text.text, server);
  return el("span", {}, text.emoji === false ? text.text : plainWithEmoji(text.text));
}

/** Plain text in which only emoji are drawn. */
function plainWithEmoji(text) {
  const parts = text.split(new RegExp(`(:[a-z0-9_+'-]+:|${CHARACTER.source})`, "u"));
  return parts.map((part) => {
    if (/^:[a-z0-9_+'-]+:$/.test(part)) return emoji(part.slice(1, -1));
    return nameOfCharacter(part) && CHARACTER.test(part) ? emoji(nameOfCharacter(part)) : part;
  });
}
