// The thread beside the channel.
import { el, iconButton } from "./dom.js";
import { createComposer } from "./composer.js";
import { createMessageList } from "./messages.js";
import { channelOf, placeName } from "./state.js";

/** The thread panel. `replied()` is told after a reply went. */
export function createThread(app, { replied = () => {} } = {}) {
  const where = el("span", { class: "pane-topic" });
  const leave = () =>
    app.go({ place: app.world.route.place, thread: null }, { focusMessage: app.world.route.thread });
  const list = createMessageList(app, { inThread: true });
  const composer = createComposer(app, {
    inThread: true,
    editLast: () => list.editLast(),
    sent: () => {
      list.toEnd();
      replied();
    },
  });
  const head = el(
    "header",
    { class: "pane-head" },
    iconButton("back", "Back to the channel", leave, { class: "icon-button back" }),
    el("div", { class: "pane-words" }, el("h2", { class: "pane-name" }, "Thread"), where),
    iconButton("close", "Close thread", leave, { class: "icon-button close-thread" }),
  );
  let shown = null;

  return {
    nodes: [head, list.node, composer.node],
    focus: () => composer.focus(),
    render() {
      const { world } = app;
      const { route, server } = world;
      const channel = channelOf(server, route.place);
      const key = `${world.as} ${route.place} ${route.thread}`;
      if (!channel) return;
      const name = placeName(server, channel);
      where.textContent = name;
      // The box knows its thread before the messages are here: what is typed at once goes to this one, not the last.
      composer.render({
        place: route.place,
        thread: route.thread,
        label: "Reply in thread",
        also: channel.kind === "dm" ? "Also send to the direct message" : `Also send to ${name}`,
      });
      if (world.threadOf !== key) return;
      list.before.replaceChildren(
        ...(world.thread.length ? [] : [el("p", { class: "empty" }, "This thread is no longer there.")]),
      );
      list.render(world.thread, { place: route.place, label: `Thread in ${name}`, opened: shown !== key });
      shown = key;
    },
  };
}
