// "Try this": three steps for somebody new to the app. Ticked as they are done, gone for good when closed.
import { el, icon, iconButton } from "./dom.js";

const KEPT = "playground.hints";

// Without storage (a private window) the strip simply comes back with every reload.
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? { done: [] };
  } catch {
    return { done: [] };
  }
}

function remember(kept) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // Nothing to do: see remembered().
  }
}

/** The strip. `acts`: {status, reply, date}: what a click on each step does. `done(step)` ticks one. */
export function createHints(app, acts) {
  let kept = remembered();
  const steps = el("ol", { class: "hint-steps" });
  const node = el(
    "section",
    { class: "hints", "aria-label": "Try this" },
    el("h2", { class: "hints-title" }, "Try this"),
    steps,
    iconButton("close", "Hide these hints", () => {
      kept = { ...kept, hidden: true };
      remember(kept);
      render();
    }),
  );

  function words() {
    const command = app.world.server?.commands[0];
    const verb = command?.verbs?.find((one) => one.name === "status") ?? command?.verbs?.[0];
    const example = command
      ? [command.command, verb?.name, verb?.name === "status" ? "10" : null].filter(Boolean).join(" ")
      : null;
    return [
      example ? { step: "status", text: ["Type ", el("code", {}, example)], example } : null,
      { step: "reply", text: ["Reply in a card’s thread"] },
      { step: "date", text: ["Move the date on"] },
    ].filter(Boolean);
  }

  function render() {
    node.hidden = Boolean(kept.hidden);
    if (node.hidden || !app.world.server) return;
    const sign = JSON.stringify([kept, words().map((one) => one.example)]);
    if (node.dataset.sign === sign) return;
    node.dataset.sign = sign;
    steps.replaceChildren(
      ...words().map(({ step, text, example }) => {
        const done = kept.done.includes(step);
        const next =
          kept.done.length < 3 && step === ["status", "reply", "date"].find((one) => !kept.done.includes(one));
        return el(
          "li",
          { class: done ? "done" : next ? "next" : null },
          el(
            "button",
            { type: "button", class: "hint", onclick: () => acts[step](example) },
            done ? icon("check") : null,
            el("span", {}, text),
            done ? el("span", { class: "unseen" }, " (done)") : null,
          ),
        );
      }),
    );
  }

  return {
    node,
    render,
    done(step) {
      if (kept.done.includes(step)) return;
      kept = { ...kept, done: [...kept.done, step] };
      remember(kept);
      render();
    },
  };
}
