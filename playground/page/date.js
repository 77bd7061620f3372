// The workspace's date, and moving it on: the timetable runs at each time that passes, and its notices arrive.
import { el, icon } from "./dom.js";
import { clock, dayKey, longDate } from "./times.js";

/** The date panel of the sidebar. `moved(to)` is told after a move that worked. */
export function createDate(app, { moved = () => {} } = {}) {
  const today = el("p", { class: "date-now", id: "date-now" });
  const time = el("span", { class: "date-time" });
  const busy = el(
    "p",
    { class: "date-busy", hidden: true },
    el("span", { class: "spinner", "aria-hidden": "true" }),
    el("span", {}, "The day’s timetable is running…"),
  );
  const error = el("p", { class: "date-error", role: "alert", hidden: true });
  const day = el("input", { type: "date", class: "field-input", id: "date-choice", required: true });
  const go = (to, words) =>
    el("button", { type: "button", class: "date-button", onclick: () => move(to) }, words);
  const choose = el(
    "button",
    {
      type: "button",
      class: "date-button",
      "aria-expanded": "false",
      "aria-controls": "date-form",
      onclick: () => toggle(form.hidden),
    },
    "Choose a date",
  );
  const form = el(
    "form",
    {
      class: "date-form",
      id: "date-form",
      hidden: true,
      onsubmit: (event) => {
        event.preventDefault();
        if (day.value) move(day.value);
      },
    },
    el("label", { for: "date-choice" }, "Go to"),
    day,
    el("button", { type: "submit", class: "date-button" }, "Go"),
  );
  const buttons = el(
    "div",
    { class: "date-buttons" },
    go("next-working-day", "Next working day"),
    go("next-monday", "Next Monday"),
    choose,
  );
  const node = el(
    "section",
    { class: "date-panel", "aria-labelledby": "date-title" },
    el("h2", { class: "date-title", id: "date-title" }, icon("calendar"), "Today is", time),
    today,
    buttons,
    form,
    busy,
    error,
  );
  let moving = false;

  function toggle(open) {
    form.hidden = !open;
    choose.setAttribute("aria-expanded", String(open));
    if (!open) return;
    const { server } = app.world;
    const tomorrow = new Date(new Date(server.now).getTime() + 24 * 3600 * 1000);
    day.min = dayKey(new Date(server.now), server.timezone);
    day.value = dayKey(tomorrow, server.timezone);
    day.focus();
  }

  function wait(on) {
    moving = on;
    for (const control of node.querySelectorAll("button, input"))
      control.setAttribute("aria-disabled", String(on));
    node.setAttribute("aria-busy", String(on));
    busy.hidden = !on;
  }

  async function move(to) {
    if (moving) return;
    error.hidden = true;
    wait(true);
    app.announce("Moving the date. The timetable is running.");
    const answer = await app.ask("date", { to });
    wait(false);
    if (!answer.ok) {
      error.textContent = answer.error;
      error.hidden = false;
      return;
    }
    toggle(false);
    await app.refresh();
    const { server } = app.world;
    // The notices follow one a second in each channel; arrivals.js tells of them.
    app.announce(`It is now ${longDate(new Date(server.now), server.timezone)}.`);
    moved(to);
  }

  return {
    node,
    render() {
      const { server } = app.world;
      const now = new Date(server.now);
      today.textContent = longDate(now, server.timezone);
      time.textContent = clock(now, server.timezone);
      busy.hidden = !(moving || server.busy);
    },
    focus: () => node.querySelector("button").focus(),
  };
}
