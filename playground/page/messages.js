// A list of messages: days, groups, the line above what is new, the tools of the message in hand, and the keys.
// Only what changed is drawn anew, so that focus, open menus and the place in the text survive the bot's updates.
import { el, icon, iconButton, keepFocus } from "./dom.js";
import { REACTIONS, emoji } from "./emoji.js";
import { messageNode } from "./message.js";
import { openMenu } from "./menu.js";
import { editor } from "./editor.js";
import { dayDivider, dayKey, momentOf } from "./times.js";

const NEAR = 48; // pixels from the end that still count as "at the end"
const CLOSE = 5 * 60; // seconds within which one author's messages stand together

/** A scrolling list. `inThread`: true in the thread panel. `atEnd()` is told when the reader comes to the end. */
export function createMessageList(app, { inThread = false, atEnd = () => {} } = {}) {
  const log = el("div", { class: "log", role: "log", "aria-live": "off" });
  const jump = el(
    "button",
    { type: "button", class: "button button-primary jump", hidden: true, onclick: () => toEnd() },
    icon("down"),
    "New messages",
  );
  const before = el("div", { class: "log-before" });
  const scroller = el("div", { class: "scroller" }, before, log);
  const node = el("div", { class: "list-frame" }, scroller, jump);
  const drawn = new Map(); // key -> {sign, node}
  let messages = [];
  let channel = null;
  let editing = null;
  let height = 0; // of all messages, when they last came to rest

  // A picture that loads pushes the end away from a reader who has not moved: they are still at the end.
  const isAtEnd = () => height - scroller.scrollTop - scroller.clientHeight < NEAR;
  const toEnd = () => {
    height = scroller.scrollHeight;
    scroller.scrollTop = height;
  };
  const find = (ts) => messages.find((message) => message.ts === ts);
  const articleOf = (ts) => log.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  const mayChange = (message) =>
    message.user === app.world.server.me.id && !message.ephemeral && !message.subtype?.startsWith("channel_");

  function keep(key, sign, make) {
    const old = drawn.get(key);
    if (old?.sign === sign) return old.node;
    const made = make();
    drawn.set(key, { sign, node: made });
    return made;
  }

  function wantedNodes(newFrom) {
    const { server } = app.world;
    const now = new Date(server.now);
    const nodes = [];
    let last = null;
    for (const message of messages) {
      const moment = momentOf(message.ts);
      const day = dayKey(moment, server.timezone);
      const newDay = !last || day !== dayKey(momentOf(last.ts), server.timezone);
      if (newDay && !inThread)
        nodes.push(
          keep(`day ${day}`, dayDivider(moment, now, server.timezone), () =>
            divider(dayDivider(moment, now, server.timezone)),
          ),
        );
      if (message.ts === newFrom)
        nodes.push(
          keep("new", newFrom, () =>
            el(
              "div",
              { class: "new-line", role: "separator", "aria-label": "New messages" },
              el("span", {}, "New"),
            ),
          ),
        );
      const grouped = Boolean(last) && !newDay && message.ts !== newFrom && together(last, message);
      nodes.push(messageOrEditor(message, { grouped, inThread, channel }, dayKey(now, server.timezone)));
      if (inThread && message === messages[0])
        nodes.push(repliesLine(messages.filter((one) => !one.ephemeral).length - 1));
      last = message;
    }
    return nodes;
  }

  function repliesLine(replies) {
    const words = replies === 0 ? "No replies yet" : replies === 1 ? "1 reply" : `${replies} replies`;
    return keep("replies", words, () => divider(words));
  }

  function messageOrEditor(message, shown, today) {
    const key = `${message.ts} ${message.ephemeral} ${message.user}`;
    if (editing === message.ts) return keep(key, "editing", () => editorFor(message));
    return keep(key, JSON.stringify([message, shown, today, app.world.as]), () =>
      messageNode(app, message, shown),
    );
  }

  function editorFor(message) {
    return editor(app, message, async (text) => {
      if (text !== null && !(await app.post("edit", { channel, ts: message.ts, text }))) return;
      editing = null;
      draw(null, app.world.newFrom);
      articleOf(message.ts)?.focus();
    });
  }

  function draw(_, newFrom) {
    keepFocus(log, () => {
      const focused = document.activeElement?.closest?.("article")?.dataset.ts;
      const wanted = wantedNodes(newFrom);
      const kept = new Set(wanted);
      const inside = log.contains(document.activeElement);
      for (const child of [...log.children]) if (!kept.has(child)) child.remove();
      wanted.forEach((child, at) => {
        if (log.children[at] !== child) log.insertBefore(child, log.children[at] ?? null);
      });
      for (const [key, entry] of drawn) if (!kept.has(entry.node)) drawn.delete(key);
      if (inside && focused && document.activeElement === document.body) articleOf(focused)?.focus();
    });
    const articles = [...log.querySelectorAll("article")];
    // Tab comes to the newest message, unless somebody is walking among them.
    if (!log.contains(document.activeElement))
      for (const article of articles) article.tabIndex = article === articles.at(-1) ? 0 : -1;
  }

  /** Show `next`, the messages of `place` (a channel id). `opened`: the place was just entered. */
  function render(next, { place, label, newFrom = null, opened = false }) {
    const wasAtEnd = isAtEnd();
    const known = new Set(messages.map((message) => message.ts));
    const arrived = next.filter((message) => !known.has(message.ts) && message.user !== app.world.as);
    if (opened) editing = null;
    messages = next;
    channel = place;
    log.setAttribute("aria-label", label);
    draw(null, newFrom);
    if (opened) {
      toEnd();
      const line = log.querySelector(".new-line");
      if (line && line.offsetTop < scroller.scrollTop) scroller.scrollTop = line.offsetTop - 12;
    } else if (wasAtEnd) toEnd();
    else if (arrived.length) jump.hidden = false;
    height = scroller.scrollHeight;
    if (isAtEnd()) jump.hidden = true;
    if (!opened) for (const message of arrived.slice(-3)) say(message);
  }

  function say(message) {
    const article = articleOf(message.ts);
    if (article)
      app.announce(
        `${article.getAttribute("aria-label")}: ${article.querySelector(".message-content")?.textContent.slice(0, 200)}`,
      );
  }

  function edit(ts) {
    editing = ts;
    draw(null, app.world.newFrom);
    articleOf(ts)?.querySelector("textarea")?.focus();
  }

  // The tools: one set, at the message under the pointer or the focus.
  const tools = el("div", { class: "tools", role: "toolbar", "aria-label": "This message" });
  function showTools(article) {
    const message = article && find(article.dataset.ts);
    if (!message || article.contains(tools) || message.ephemeral || editing === message.ts) return;
    if (tools.contains(document.activeElement)) tools.closest("article")?.focus();
    tools.replaceChildren(
      iconButton("smile", "Add a reaction", (event) => react(event.currentTarget, message), {
        "aria-haspopup": "menu",
        "aria-expanded": "false",
      }),
      ...(inThread ? [] : [iconButton("reply", "Reply in thread", () => openThread(message))]),
      ...(mayChange(message)
        ? [
            iconButton("pencil", "Edit message", () => edit(message.ts)),
            iconButton("bin", "Delete message", () => app.deleteMessage(channel, message)),
          ]
        : []),
      ...(shortcuts().length
        ? [
            iconButton("more", "More actions", (event) => use(event.currentTarget, message), {
              "aria-haspopup": "menu",
              "aria-expanded": "false",
            }),
          ]
        : []),
    );
    article.append(tools);
  }
  const openThread = (message) =>
    app.go({ place: channel, thread: message.thread_ts ?? message.ts }, { focusThread: true });
  const shortcuts = () => app.world.server.shortcuts.filter((one) => one.kind === "message");
  const use = (opener, message) =>
    openMenu(
      opener,
      shortcuts().map((one) => ({ label: one.name, hint: one.description, value: one.callback_id })),
      ({ value }) => app.post("shortcut", { callback_id: value, channel, ts: message.ts }),
      { label: "More actions" },
    );
  const react = (opener, message) =>
    openMenu(
      opener,
      REACTIONS.map((reaction) => ({ ...reaction, node: emoji(reaction.name) })),
      ({ name }) => app.post("react", { channel, ts: message.ts, name }),
      { label: "Add a reaction", row: true },
    );

  log.addEventListener("pointerover", (event) => showTools(event.target.closest("article")));
  log.addEventListener("focusin", (event) => {
    const article = event.target.closest("article");
    showTools(article);
    for (const other of log.querySelectorAll("article[tabindex='0']")) other.tabIndex = -1;
    if (article) article.tabIndex = 0;
  });
  log.addEventListener("pointerleave", () => {
    if (
      !tools.querySelector("[aria-expanded='true']") &&
      !tools.closest("article")?.contains(document.activeElement)
    )
      tools.remove();
  });
  log.addEventListener("keydown", (event) => {
    const article = event.target;
    if (article.tagName !== "ARTICLE" || event.ctrlKey || event.metaKey || event.altKey) return;
    const articles = [...log.querySelectorAll("article")];
    const at = articles.indexOf(article);
    const message = find(article.dataset.ts);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: articles.length - 1 };
    if (event.key in moves) articles[Math.max(0, Math.min(moves[event.key], articles.length - 1))].focus();
    else if (event.key === "t" && !inThread && !message.ephemeral) openThread(message);
    else if (event.key === "r" && !message.ephemeral) react(tools.firstElementChild, message);
    else if (event.key === "e" && mayChange(message)) edit(message.ts);
    else if (event.key === "Delete" && mayChange(message)) app.deleteMessage(channel, message);
    else return;
    event.preventDefault();
  });
  scroller.addEventListener(
    "scroll",
    () => {
      if (!isAtEnd()) return;
      jump.hidden = true;
      atEnd();
    },
    { passive: true },
  );
  new ResizeObserver(() => {
    if (isAtEnd()) toEnd();
    height = scroller.scrollHeight;
  }).observe(log);

  return {
    node,
    render,
    isAtEnd,
    toEnd,
    edit,
    before,
    editLast: () => {
      const mine = messages.filter(mayChange).at(-1);
      if (mine) edit(mine.ts);
    },
    focusLast: () => log.querySelector("article[tabindex='0']")?.focus(),
    focus: (ts) => articleOf(ts)?.focus(),
    find,
  };
}

function divider(words) {
  return el("div", { class: "day", role: "separator", "aria-label": words }, el("span", {}, words));
}

function together(last, message) {
  return (
    last.user === message.user &&
    !last.ephemeral &&
    !message.ephemeral &&
    !message.subtype &&
    !last.subtype &&
    Number.parseFloat(message.ts) - Number.parseFloat(last.ts) < CLOSE
  );
}
