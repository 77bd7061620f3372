// Blocks that hold finished text: rich_text, markdown and table.
import { count, el } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelLink, groupMention, inline, link, mention } from "./mrkdwn.js";
import { dateToken } from "./times.js";

/** A rich_text block: sections, lists, quotes and code. */
export function richText(block, server) {
  return el("div", { class: "text" }, listsJoined(block.elements, server));
}

// Slack sends a nested list as a list of indent 1 after a list of indent 0; here the indent is a margin.
function listsJoined(elements, server) {
  return elements.map((part) => {
    const inner = () => part.elements.map((piece) => richPiece(piece, server));
    if (part.type === "rich_text_preformatted")
      return el(
        "pre",
        {},
        el(
          "code",
          {},
          part.elements.map((piece) => piece.text ?? piece.url),
        ),
      );
    if (part.type === "rich_text_quote") return el("blockquote", {}, inner());
    if (part.type === "rich_text_list") {
      const items = part.elements.map((item) =>
        el(
          "li",
          {},
          item.elements.map((piece) => richPiece(piece, server)),
        ),
      );
      return el(
        part.style === "ordered" ? "ol" : "ul",
        { class: part.indent ? `indent-${Math.min(part.indent, 4)}` : null },
        items,
      );
    }
    return el("div", {}, inner());
  });
}

function richPiece(piece, server) {
  switch (piece.type) {
    case "text":
      return styledText(piece.text, piece.style ?? {});
    case "link":
      return link(piece.url, piece.text ?? piece.url);
    case "user":
      return mention(piece.user_id, server);
    case "usergroup":
      return groupMention(piece.usergroup_id, server);
    case "channel":
      return channelLink(piece.channel_id, server);
    case "emoji":
      return emoji(piece.name);
    case "broadcast":
      return el("span", { class: "mention" }, `@${piece.range}`);
    case "date":
      return el(
        "time",
        {},
        dateToken(piece.format, new Date(piece.timestamp * 1000), new Date(server.now), server.timezone),
      );
    default:
      return el("span", {}, piece.text ?? piece.fallback ?? "");
  }
}

function styledText(text, style) {
  let node = el(
    "span",
    {},
    text.split("\n").flatMap((line, at) => (at ? [el("br"), line] : [line])),
  );
  for (const [on, tag] of [
    ["code", "code"],
    ["strike", "s"],
    ["italic", "em"],
    ["bold", "strong"],
  ]) {
    if (style[on]) node = el(tag, {}, node);
  }
  return node;
}

/** A table block: the first row is its heading; wide tables scroll inside their own frame. */
export function table(block, server) {
  const [head = [], ...body] = block.rows;
  const align = (at) => block.column_settings?.[at]?.align ?? null;
  const cells = (row, tag) =>
    row.map((cell, at) =>
      el(
        tag,
        { scope: tag === "th" ? "col" : null, class: align(at) ? `align-${align(at)}` : null },
        cellContent(cell, server),
      ),
    );
  return frame(
    el(
      "table",
      { class: head.length > 3 ? "wide" : null },
      el("thead", {}, el("tr", {}, cells(head, "th"))),
      el(
        "tbody",
        {},
        body.map((row) => el("tr", {}, cells(row, "td"))),
      ),
    ),
    `Table, ${count(body.length, "row", "rows")}`,
  );
}

/** A region of its own in which something wide can be scrolled, by keyboard too. */
export function frame(node, label) {
  return el("div", { class: "table-frame", role: "region", "aria-label": label, tabindex: "0" }, node);
}

/** What stands in a table's cell: rich text, text, or a number as it reads. */
export function cellContent(cell, server) {
  if (cell?.type === "rich_text") return listsJoined(cell.elements, server);
  return String(cell?.text ?? cell?.value ?? "");
}

/** A markdown block: headings, lists, quotes, code, tables and the inline styles of ordinary Markdown. */
export function markdown(block, server) {
  const root = el("div", { class: "text" });
  const rows = block.text.split("\n");
  let at = 0;
  while (at < rows.length) {
    const taken = markdownBlock(rows, at, server);
    if (taken.node) root.append(taken.node);
    at = taken.next;
  }
  return root;
}

function run(rows, at, test) {
  let end = at;
  while (end < rows.length && test(rows[end])) end += 1;
  return { held: rows.slice(at, end), next: end };
}

function markdownBlock(rows, at, server) {
  const row = rows[at];
  const words = (text) => inline(asMrkdwn(text), server);
  if (row.startsWith("```")) {
    const { held, next } = run(rows, at + 1, (line) => !line.startsWith("```"));
    return { node: el("pre", {}, el("code", {}, held.join("\n"))), next: next + 1 };
  }
  const heading = row.match(/^(#{1,6})\s+(.*)$/);
  if (heading)
    return {
      node: el("p", { class: `md-heading md-${Math.min(heading[1].length, 3)}` }, words(heading[2])),
      next: at + 1,
    };
  if (/^\s*(-{3,}|\*{3,})\s*$/.test(row)) return { node: el("hr"), next: at + 1 };
  if (row.startsWith(">")) {
    const { held, next } = run(rows, at, (line) => line.startsWith(">"));
    return {
      node: el("blockquote", {}, words(held.map((line) => line.replace(/^>\s?/, "")).join("\n"))),
      next,
    };
  }
  for (const [mark, tag] of [
    [/^\s*[-*+]\s+/, "ul"],
    [/^\s*\d+[.)]\s+/, "ol"],
  ]) {
    if (mark.test(row)) {
      const { held, next } = run(rows, at, (line) => mark.test(line));
      return {
        node: el(
          tag,
          {},
          held.map((line) => el("li", {}, words(line.replace(mark, "")))),
        ),
        next,
      };
    }
  }
  if (row.startsWith("|") && /^\s*\|?[\s:|-]+\|?\s*$/.test(rows[at + 1] ?? ""))
    return markdownTable(rows, at, words);
  if (row.trim() === "") return { node: null, next: at + 1 };
  const { held, next } = run(
    rows,
    at,
    (line) => line.trim() !== "" && !/^(#{1,6}\s|>|```|\s*[-*+]\s|\s*\d+[.)]\s|\|)/.test(line),
  );
  return held.length
    ? { node: el("p", {}, words(held.join("\n"))), next }
    : { node: el("p", {}, words(row)), next: at + 1 };
}

function markdownTable(rows, at, words) {
  const { held, next } = run(rows, at, (line) => line.startsWith("|"));
  const cells = (line) =>
    line
      .replace(/^\||\|\s*$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  const [head, , ...body] = held;
  return {
    next,
    node: frame(
      el(
        "table",
        {},
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            cells(head).map((cell) => el("th", { scope: "col" }, words(cell))),
          ),
        ),
        el(
          "tbody",
          {},
          body.map((line) =>
            el(
              "tr",
              {},
              cells(line).map((cell) => el("td", {}, words(cell))),
            ),
          ),
        ),
      ),
      `Table, ${count(body.length, "row", "rows")}`,
    ),
  };
}

// Ordinary Markdown's inline marks in mrkdwn's spelling. Single asterisks go first, as italics, by way of a letter
// from the private area, so that the bold made from ** is not taken for them.
function asMrkdwn(text) {
  return text
    .replace(/\*\*(.+?)\*\*/g, "\ue000$1\ue000")
    .replace(/(?<![\w*])\*(?=\S)([^*\n]+)\*(?![\w*])/g, "_$1_")
    .replaceAll("\ue000", "*")
    .replace(/~~(.+?)~~/g, "~$1~")
    .replace(/\[([^\]]+)\]\(((?:https?:|mailto:)[^)\s]+)\)/g, "<$2|$1>");
}
