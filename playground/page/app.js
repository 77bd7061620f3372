// The page itself: makes the panels, follows the server, keeps the address, and does what the panels ask for.
import { api, Refused, Unanswered } from "./api.js";
import { createArrivals } from "./arrivals.js";
import { createChannel } from "./channel.js";
import { createModal } from "./modal.js";
import { createSidebar } from "./sidebar.js";
import { createThread } from "./thread.js";
import { announce, offline, tell } from "./notices.js";
import { el } from "./dom.js";
import { quickSwitch } from "./switcher.js";
import { showDialog } from "./dialogs.js";
import { address, channelOf, firstUnread, newWorld, placeName, readAddress, unreadInAll } from "./state.js";

const NARROW = window.matchMedia("(max-width: 700px)");

function start() {
  const world = newWorld();
  const workspace = document.getElementById("workspace");
  const sideNode = document.getElementById("side-pane");
  let loading = null; // the refresh under way
  let again = false; // something changed meanwhile
  let focusAfter = null; // what to do once the next place has been drawn

  const app = { world, go, become, refresh, ask, post, announce, tell, pressMessage, pressView, deleteMessage };
  const sidebar = createSidebar(app, {
    jump: () => quickSwitch(app),
    moved: (to) => {
      if (to === "next-working-day") channel.hints.done("date");
    },
  });
  const channel = createChannel(app, {
    atEnd: markRead,
    hintActs: {
      status: (example) => {
        if (channelOf(world.server, world.route.place)) channel.composer.offer(example);
        else tell("Open a channel first.");
      },
      reply: replyToCard,
      date: () => {
        if (NARROW.matches) go({ place: null, thread: null });
        sidebar.date.focus();
      },
    },
  });
  const thread = createThread(app, { replied: () => channel.hints.done("reply") });
  const modal = createModal(app);
  const arrivals = createArrivals(app);
  document.getElementById("sidebar").append(sidebar.node);
  document.getElementById("main-pane").append(...channel.nodes);
  sideNode.append(...thread.nodes);

  // Asking the server

  /** POST as the present person; whatever goes wrong comes back as {ok: false, error: a sentence}. */
  async function ask(name, body) {
    try {
      const answer = await api.post(name, { as: world.as, ...body });
      if (name === "say" && body.text.startsWith("/") && answer.ok) channel.hints.done("status");
      return answer;
    } catch (problem) {
      if (problem instanceof Unanswered) return { ok: false, error: problem.message };
      throw problem;
    } finally {
      if (name !== "read") channel.home.look();
    }
  }

  /** `ask`, then show the new state; a refusal is shown as a notice. True when it worked. */
  async function post(name, body) {
    const answer = await ask(name, body);
    if (!answer.ok) tell(answer.error);
    await refresh();
    return answer.ok;
  }

  function pressMessage(place, ts, blockId, part, value) {
    return post("press", { channel: place, ts, block_id: blockId, action_id: part.action_id, value });
  }

  function pressView(view, blockId, part, value, values) {
    return post("view/press", { view_id: view, block_id: blockId, action_id: part.action_id, value, values });
  }

  async function deleteMessage(place, message) {
    const sure = await showDialog(
      "Delete message",
      (close) => [
        el("p", { class: "dialog-body" }, "Delete this message? This cannot be undone."),
        el(
          "div",
          { class: "dialog-foot" },
          el("button", { type: "button", class: "button button-plain", onclick: () => close(false) }, "Cancel"),
          el(
            "button",
            { type: "button", class: "button button-danger", autofocus: true, onclick: () => close(true) },
            "Delete",
          ),
        ),
      ],
      { className: "dialog-small" },
    );
    if (sure) await post("delete", { channel: place, ts: message.ts });
  }

  function replyToCard() {
    const card = world.messages.findLast(
      (message) => message.user === world.server.bot?.id && !message.ephemeral,
    );
    if (card) go({ place: world.route.place, thread: card.ts }, { focusThread: true });
    else
      tell(
        "There is no card in this channel. Open a directorate’s channel and choose a message of the app there.",
      );
  }

  // Loading and drawing. One refresh runs at a time; changes meanwhile cause one more.

  function refresh() {
    again = true;
    loading ??= (async () => {
      try {
        while (again) {
          again = false;
          await load();
          draw();
        }
        offline(false);
      } catch (problem) {
        if (!(problem instanceof Unanswered)) throw problem;
        offline(true, problem.message);
      } finally {
        loading = null;
      }
    })();
    return loading;
  }

  async function load() {
    const { as } = world;
    const server = await stateOf(as);
    if (as !== world.as) {
      again = true;
      return;
    }
    world.as = server.me.id;
    world.server = server;
    if (!world.route.place && !NARROW.matches) world.route = { place: firstPlace(server), thread: null };
    const { place, thread: root } = world.route;
    const here = `${world.as} ${place}`;
    const [messages, replies] = await Promise.all([
      channelOf(server, place) ? api.get("messages", { as: world.as, channel: place }) : null,
      channelOf(server, place) && root ? api.get("thread", { as: world.as, channel: place, ts: root }) : null,
    ]);
    if (here !== `${world.as} ${world.route.place}`) {
      again = true;
      return;
    }
    const entered = world.messagesOf !== here;
    if (messages) Object.assign(world, { messages: messages.messages, messagesOf: here });
    else world.messagesOf = null;
    if (replies) Object.assign(world, { thread: replies.messages, threadOf: `${here} ${root}` });
    const unread = channelOf(server, place)?.unread ?? 0;
    if (entered) world.newFrom = null;
    if (messages && unread && !world.newFrom && (entered || document.hidden || !channel.list.isAtEnd())) {
      world.newFrom = firstUnread(world.messages, unread, world.as);
    }
  }

  /** The state for a person; for whoever comes first when the address names nobody known. */
  async function stateOf(as) {
    try {
      return await api.get("state", { as });
    } catch (problem) {
      if (!as || !(problem instanceof Refused)) throw problem;
      return api.get("state", {});
    }
  }

  const firstPlace = (server) =>
    (server.channels.find((one) => one.unread && one.kind === "channel") ?? server.channels[0])?.id ?? "home";

  function draw() {
    const { server, route } = world;
    if (!server) return;
    const pane = route.place === null ? "sidebar" : route.thread ? "thread" : "main";
    workspace.dataset.pane = pane;
    workspace.hidden = false;
    sideNode.hidden = pane !== "thread";
    sidebar.render();
    channel.render();
    if (route.thread) thread.render();
    modal.render(server.view);
    const here = channelOf(server, route.place);
    const title = here ? placeName(server, here) : route.place === "home" ? server.bot?.name : null;
    const waiting = unreadInAll(server);
    document.title = `${waiting ? `(${waiting}) ` : ""}${title ? `${title} – ` : ""}${server.team.name} – Playground`;
    nameAddress();
    arrivals.note();
    focusAfter?.();
    focusAfter = null;
    markRead();
  }

  // Write down what was filled in (who, where), but never over an address somebody has just gone to.
  function nameAddress() {
    const there = readAddress(window.location);
    if (!there.as || (!there.route.place && world.route.place))
      history.replaceState(null, "", address(world.as, world.route));
  }

  let reading = false;
  async function markRead() {
    const here = channelOf(world.server, world.route.place);
    if (!here?.unread || reading || document.hidden || world.messagesOf !== `${world.as} ${here.id}`) return;
    if (!channel.list.isAtEnd() && !world.newFrom) return;
    reading = true;
    await post("read", { channel: here.id });
    reading = false;
  }

  // Going places

  /** Go to a place; then `focus`: into its composer, `focusThread`: into the thread's, `focusMessage`: back to it. */
  function go(route, { focus = false, focusThread = false, focusMessage = null } = {}) {
    world.route = route;
    history.pushState(null, "", address(world.as, route));
    if (focus) focusAfter = () => channel.composer.focus();
    if (focusThread) focusAfter = () => thread.focus();
    if (focusMessage) focusAfter = () => channel.list.focus(focusMessage);
    return refresh();
  }

  /** Be another person, in the same place if that person can see it. */
  async function become(as) {
    if (as === world.as) return;
    Object.assign(world, { as, messagesOf: null, threadOf: null, homeOf: null });
    world.route = { ...world.route, thread: null };
    history.pushState(null, "", address(as, world.route));
    await refresh();
    const { me } = world.server;
    announce(`You are now ${me.name}, ${me.title}.`);
  }

  window.addEventListener("popstate", () => {
    const { as, route } = readAddress(window.location);
    const other = as && as !== world.as;
    if (other) Object.assign(world, { as, messagesOf: null, threadOf: null, homeOf: null });
    if (route.thread && route.thread !== world.route.thread) focusAfter = () => thread.focus();
    world.route = route;
    refresh();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      quickSwitch(app);
    } else if (
      event.key === "Escape" &&
      world.route.thread &&
      !event.defaultPrevented &&
      sideNode.contains(event.target)
    ) {
      go({ place: world.route.place, thread: null }, { focusMessage: world.route.thread });
    }
  });
  document.querySelector("[data-skip]").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main-pane").focus();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && world.server) {
      channel.home.look();
      refresh();
    }
  });
  NARROW.addEventListener("change", () => refresh());

  Object.assign(world, readAddress(window.location));
  api.follow(
    () => refresh(),
    (on) => {
      if (on) refresh();
      else offline(true);
    },
  );
  refresh();
}

start();
