// App Home: the bot's own page for this person, beside its messages.
import { api, Unanswered } from "./api.js";
import { el, keepFocus } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { Form } from "./inputs.js";

// Asking for Home tells the bot that it was opened; the bot then publishes, perhaps a moment later, and that is a
// change like any other. Asking at every change would therefore never end: it is asked for a few times after each
// reason (opened, something done, looked at again), and every few seconds while nothing has been published at all.
const LOOKS = [0, 700, 2000, 4500]; // milliseconds after the reason
const EMPTY = 3000;

/** The Home tab. `render()` draws what the bot last published; `look()` says that there may be something new. */
export function createHome(app) {
  const page = el("div", { class: "home-page" });
  const node = el("div", { class: "scroller home", role: "region", "aria-label": "Home" }, page);
  const { world } = app;
  let timers = [];
  let drawn = null;

  const isOpen = () => world.route.place === "home";
  // Only the first look opens the tab, of which the app is told; the others just read what stands there.
  const later = (wait) => timers.push(window.setTimeout(() => fetchView(wait > 0), wait));

  function stop() {
    timers.forEach((timer) => window.clearTimeout(timer));
    timers = [];
  }

  function look() {
    stop();
    if (isOpen()) LOOKS.forEach(later);
  }

  async function fetchView(quiet) {
    const { as } = world;
    if (!isOpen()) return;
    try {
      const { view } = await api.get("home", quiet ? { as, quiet: "yes" } : { as });
      if (as !== world.as) return;
      Object.assign(world, { home: view, homeOf: as });
      if (!view) later(EMPTY);
      draw();
    } catch (problem) {
      // A server that has gone is told of by the page's own refresh.
      if (!(problem instanceof Unanswered)) throw problem;
    }
  }

  function draw() {
    const ready = world.homeOf === world.as;
    const sign = JSON.stringify([
      ready,
      world.as,
      world.home?.id,
      world.home?.blocks.map(withoutIds),
      world.server.now.slice(0, 10),
    ]);
    if (sign === drawn) return;
    drawn = sign;
    if (!ready || !world.home) {
      page.replaceChildren(
        el(
          "p",
          { class: "empty" },
          ready ? `${world.server.bot?.name ?? "The app"} has not put anything here yet.` : "Opening…",
        ),
      );
      return;
    }
    const shown = world.home.blocks;
    const now = (blockId) => world.home.blocks[shown.findIndex((block) => block.block_id === blockId)].block_id;
    const form = new Form();
    const press = (blockId, part, value) => {
      const values = Object.entries(form.values()).map(([id, entered]) => [now(id), entered]);
      return app.pressView(world.home.id, now(blockId), part, value, Object.fromEntries(values));
    };
    keepFocus(page, () =>
      page.replaceChildren(renderBlocks(world.home.blocks, { server: world.server, press, form })),
    );
  }

  return {
    node,
    look,
    /** `opened`: the tab was just entered, or by somebody else. */
    render(opened) {
      if (opened) look();
      draw();
    },
  };
}

// A block that the bot gave no id gets a new one with every publication: no reason to draw the page anew under
// somebody's fingers. A press finds the present id of its block by its place.
const withoutIds = (block) => ({ ...block, block_id: null });
