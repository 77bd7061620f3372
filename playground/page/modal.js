// The bot's modals: the view that the server says is open for this person, as a <dialog>.
import { el, iconButton } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { Form } from "./inputs.js";

/** Shows and hides the one modal. `render(view)` is called with every state; null closes. */
export function createModal(app) {
  let dialog = null;
  let shown = null; // {id, sign}
  let form = null;
  let origin = null; // where the focus goes back to: {node, ts, key}
  let dismissed = null; // id of a view being closed, so that an old answer does not open it again

  function remember() {
    const node = document.activeElement;
    origin = {
      node,
      ts: node?.closest?.("article")?.dataset.ts,
      key: node?.closest?.("[data-key]")?.dataset.key,
    };
  }

  // The message with the pressed button has often been drawn anew by now: find the same button in it.
  function giveBack() {
    const article = origin?.ts ? document.querySelector(`article[data-ts="${CSS.escape(origin.ts)}"]`) : null;
    const again = origin?.key
      ? (article ?? document).querySelector(`[data-key="${CSS.escape(origin.key)}"]`)
      : null;
    (origin?.node?.isConnected && origin.node !== document.body
      ? origin.node
      : (again ?? article ?? document.querySelector(".composer-box"))
    )?.focus();
  }

  function open() {
    remember();
    dialog = el("dialog", {
      class: "dialog modal",
      "aria-labelledby": "modal-title",
      oncancel: (event) => {
        event.preventDefault();
        leave();
      },
    });
    document.getElementById("layers").append(dialog);
    dialog.showModal();
  }

  function shut() {
    if (!dialog) return;
    dialog.close();
    dialog.remove();
    dialog = null;
    shown = null;
    form = null;
    giveBack();
  }

  async function leave() {
    const { id } = shown;
    dismissed = id;
    shut();
    await app.post("view/close", { view_id: id });
    await app.refresh();
  }

  async function submit(view, button) {
    if (button.getAttribute("aria-busy") === "true") return;
    if (form.show(form.missing())) return;
    button.setAttribute("aria-busy", "true");
    problem(null);
    const answer = await app.ask("view/submit", { view_id: view.id, values: form.values() });
    button.removeAttribute("aria-busy");
    if (!answer.ok) problem(answer.error);
    else if (!answer.errors || !form.show(answer.errors)) await app.refresh();
  }

  function problem(sentence) {
    const line = dialog?.querySelector(".modal-problem");
    if (!line) return;
    line.textContent = sentence ?? "";
    line.hidden = !sentence;
  }

  function draw(view) {
    const same = shown?.id === view.id;
    const focused = same ? document.activeElement?.closest("[data-key]")?.dataset.key : null;
    form = new Form(same ? form.raw() : {});
    const press = (blockId, part, value) => app.pressView(view.id, blockId, part, value, form.values());
    const body = renderBlocks(view.blocks, { server: app.world.server, press, form });
    const send = view.submit
      ? el("button", { type: "submit", class: "button button-primary" }, view.submit.text)
      : null;
    dialog.replaceChildren(
      el(
        "form",
        {
          class: "modal-form",
          method: "dialog",
          novalidate: true,
          onsubmit: (event) => {
            event.preventDefault();
            if (send) submit(view, send);
          },
        },
        el(
          "header",
          { class: "modal-head" },
          el("h2", { class: "dialog-title", id: "modal-title" }, view.title.text),
          iconButton("close", "Close", leave),
        ),
        el("div", { class: "modal-body", tabindex: "-1" }, body),
        el("p", { class: "modal-problem", role: "alert", hidden: true }),
        el(
          "footer",
          { class: "dialog-foot" },
          el(
            "button",
            { type: "button", class: "button button-plain", onclick: leave },
            view.close?.text ?? "Close",
          ),
          send,
        ),
      ),
    );
    shown = { id: view.id, sign: signOf(view) };
    const again = focused ? dialog.querySelector(`[data-key="${CSS.escape(focused)}"]`) : null;
    (
      again ??
      body.querySelector("input, textarea, select, button") ??
      send ??
      dialog.querySelector("footer button")
    ).focus();
  }

  return {
    render(view) {
      if (!view || view.id === dismissed) {
        if (!view) dismissed = null;
        shut();
        return;
      }
      if (shown?.sign === signOf(view)) return;
      if (!dialog) open();
      draw(view);
    },
  };
}

// What was entered stands in the fields already: that the server knows of it now is no reason to draw them anew.
const signOf = (view) => JSON.stringify({ ...view, state: null });
