// App Home: the bot's own page for this person, beside its messages.
import { el } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { Form } from "./inputs.js";
import { keepFocus } from "./dom.js";

/** The Home tab. `render()` draws what the bot last published. */
export function createHome(app) {
  const page = el("div", { class: "home-page" });
  const node = el("div", { class: "scroller home", role: "region", "aria-label": "Home" }, page);
  let sign = null;

  function render() {
    const { world } = app;
    const ready = world.homeOf === world.as;
    const next = JSON.stringify([world.homeOf, world.home, world.server.now.slice(0, 10)]);
    if (next === sign && ready) return;
    sign = ready ? next : null;
    if (!ready) {
      page.replaceChildren(el("p", { class: "empty" }, "Opening…"));
    } else if (!world.home) {
      page.replaceChildren(el("p", { class: "empty" }, `${world.server.bot?.name ?? "The app"} has not put anything here yet.`));
    } else {
      const press = (blockId, part, value) => app.pressView(world.home.id, blockId, part, value);
      keepFocus(page, () => page.replaceChildren(renderBlocks(world.home.blocks, { server: world.server, press, form: new Form() })));
    }
  }

  return { node, render };
}
