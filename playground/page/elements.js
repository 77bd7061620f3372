// Block Kit's controls: buttons, menus, dates and boxes. Each tells the bot at once when it is used; in a modal its
// value also goes along when the modal is sent.
import { el, icon } from "./dom.js";
import { askFirst } from "./dialogs.js";
import { openMenu } from "./menu.js";
import { textObject, unescape } from "./mrkdwn.js";

/** The control for one Block Kit element. */
export function element(part, blockId, where) {
  const make = CONTROLS[part.type] ?? (part.type.endsWith("_select") ? select : unknown);
  return make(part, blockId, where);
}

/** The key by which focus finds the same control again after its message was drawn anew. */
export const keyOf = (blockId, part) => `${blockId ?? ""}/${part.action_id ?? part.type}`;

// Ask first when the element says so, show that the bot is being told, and never send the same press twice meanwhile.
async function press(control, part, blockId, where, value) {
  if (control.getAttribute("aria-busy") === "true") return false;
  if (part.confirm && !(await askFirst(part.confirm, where.server, control))) return false;
  control.setAttribute("aria-busy", "true");
  try {
    await where.press(blockId, part, value);
  } finally {
    control.removeAttribute("aria-busy");
  }
  return true;
}

function button(part, blockId, where) {
  const style = part.style === "primary" || part.style === "danger" ? part.style : "plain";
  const control = el(
    "button",
    {
      type: "button",
      class: `button button-${style}`,
      dataset: { key: keyOf(blockId, part) },
      "aria-label": part.accessibility_label,
      onclick: () => {
        if (part.url) window.open(part.url, "_blank", "noopener");
        return press(control, part, blockId, where, part.value);
      },
    },
    textObject(part.text, where.server),
    part.url ? el("span", { class: "unseen" }, " (opens a new tab)") : null,
  );
  return control;
}

/** Every choice of a select, options and groups alike, with people and channels filled in from the workspace. */
export function optionsOf(part, server) {
  const plain = (option, group) => ({
    label: unescape(option.text.text),
    hint: option.description?.text,
    value: option.value,
    option,
    group,
  });
  if (part.type.includes("users_select")) {
    return server.people
      .filter((person) => !person.is_bot)
      .map((person) => ({ label: person.name, hint: person.title, value: person.id }));
  }
  if (part.type.includes("channels_select") || part.type.includes("conversations_select")) {
    return server.channels
      .filter((channel) => channel.kind === "channel")
      .map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
  }
  if (part.option_groups)
    return part.option_groups.flatMap((group) =>
      group.options.map((option) => plain(option, group.label.text)),
    );
  return (part.options ?? []).map((option) => plain(option, null));
}

/** What the element says is chosen at first. */
export function initialOf(part) {
  const one =
    part.initial_option?.value ??
    part.initial_user ??
    part.initial_channel ??
    part.initial_conversation ??
    part.initial_date ??
    part.initial_time;
  const many =
    part.initial_options?.map((option) => option.value) ??
    part.initial_users ??
    part.initial_channels ??
    part.initial_conversations;
  return one ?? many ?? null;
}

function select(part, blockId, where) {
  const choices = optionsOf(part, where.server);
  let now = where.form?.kept(blockId, part) ?? initialOf(part);
  const words = el("span", {});
  const placeholder = part.placeholder?.text ?? "Choose";
  const say = () => {
    words.textContent = choices.find((choice) => choice.value === now)?.label ?? placeholder;
  };
  const control = el(
    "button",
    {
      type: "button",
      class: "button button-plain select-button",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      dataset: { key: keyOf(blockId, part) },
      onclick: () =>
        openMenu(
          control,
          choices.map((choice) => ({ ...choice, checked: choice.value === now })),
          async (choice) => {
            const before = now;
            now = choice.value;
            say();
            if (!(await press(control, part, blockId, where, choice.value))) {
              now = before;
              say();
            }
          },
          { label: placeholder, kind: "listbox" },
        ),
    },
    words,
    icon("down"),
  );
  say();
  where.form?.register(blockId, part, () => now);
  return control;
}

function overflow(part, blockId, where) {
  const items = part.options.map((option) => ({
    label: unescape(option.text.text),
    hint: option.description?.text,
    value: option.value,
    url: option.url,
  }));
  const control = el(
    "button",
    {
      type: "button",
      class: "button button-plain overflow",
      "aria-label": "More",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      dataset: { key: keyOf(blockId, part) },
      onclick: () =>
        openMenu(
          control,
          items,
          (item) => {
            if (item.url) window.open(item.url, "_blank", "noopener");
            return press(control, part, blockId, where, item.value);
          },
          { label: "More" },
        ),
    },
    icon("more"),
  );
  return control;
}

function moment(kind) {
  return (part, blockId, where) => {
    const control = el("input", {
      type: kind,
      class: "field-input",
      "aria-label": part.placeholder?.text ?? (kind === "date" ? "Date" : "Time"),
      value: where.form?.kept(blockId, part) ?? initialOf(part),
      dataset: { key: keyOf(blockId, part) },
      onchange: () => press(control, part, blockId, where, control.value || null),
    });
    where.form?.register(blockId, part, () => control.value || null);
    return control;
  };
}

function boxes(kind) {
  return (part, blockId, where) => {
    const { node, read } = boxGroup(kind, part, blockId, where, () =>
      press(node, part, blockId, where, read()),
    );
    where.form?.register(blockId, part, read);
    node.setAttribute("aria-label", part.type === "checkboxes" ? "Tick what applies" : "Choose one");
    return node;
  };
}

/** A group of checkboxes or radio buttons: its node, and `read()`: a list of values, or one value or null. */
export function boxGroup(kind, part, blockId, where, changed) {
  const first = [where.form?.kept(blockId, part) ?? initialOf(part) ?? []].flat();
  const name = `group-${blockId}-${part.action_id}-${Math.random().toString(36).slice(2)}`;
  const inputs = part.options.map((option, at) =>
    el("input", {
      type: kind,
      name,
      value: option.value,
      checked: first.includes(option.value),
      dataset: { key: `${keyOf(blockId, part)}/${at}` },
      onchange: changed,
    }),
  );
  const node = el(
    "div",
    { class: "box-group", role: kind === "radio" ? "radiogroup" : "group" },
    part.options.map((option, at) =>
      el(
        "label",
        { class: "box" },
        inputs[at],
        el(
          "span",
          {},
          textObject(option.text, where.server),
          option.description
            ? el("span", { class: "box-hint" }, textObject(option.description, where.server))
            : null,
        ),
      ),
    ),
  );
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return { node, inputs, read: () => (kind === "radio" ? (chosen()[0] ?? null) : chosen()) };
}

function unknown(part) {
  return el("span", { class: "block-unknown" }, `This page cannot show a control of type “${part.type}”.`);
}

const CONTROLS = {
  button,
  overflow,
  datepicker: moment("date"),
  timepicker: moment("time"),
  checkboxes: boxes("checkbox"),
  radio_buttons: boxes("radio"),
  image: (part) => el("img", { class: "accessory-image", src: part.image_url, alt: part.alt_text }),
};
