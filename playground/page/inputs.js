// Input blocks of a modal: label, control, hint and error, and the values in the shape of Slack's view.state.
import { el } from "./dom.js";
import { boxGroup, initialOf, keyOf, optionsOf } from "./elements.js";
import { textObject } from "./mrkdwn.js";

/** The values of one modal while it is open; handed on at a redraw, so that what was typed stays. */
export class Form {
  constructor(before = {}) {
    this.readers = new Map(); // "block/action" -> {blockId, part, read}
    this.before = before; // "block/action" -> value from before a redraw
    this.blocks = new Map(); // block_id -> {error(text|null), focus()}
  }

  register(blockId, part, read) {
    this.readers.set(keyOf(blockId, part), { blockId, part, read });
  }

  kept(blockId, part) {
    return this.before[keyOf(blockId, part)] ?? null;
  }

  raw() {
    return Object.fromEntries([...this.readers].map(([key, { read }]) => [key, read()]));
  }

  /** {block_id: {action_id: STATE}} */
  values() {
    const values = {};
    for (const { blockId, part, read } of this.readers.values()) {
      (values[blockId] ??= {})[part.action_id] = stateOf(part, read());
    }
    return values;
  }

  /** Show `errors` ({block_id: sentence}) at their fields, clear the others, and go to the first. */
  show(errors) {
    let first = null;
    for (const [id, block] of this.blocks) {
      block.error(errors[id] ?? null);
      if (errors[id]) first ??= block;
    }
    first?.focus();
    return Boolean(first);
  }

  /** The sentence for each required field that is empty. */
  missing() {
    return Object.fromEntries(
      [...this.blocks]
        .filter(([, block]) => block.empty())
        .map(([id]) => [id, "Please complete this required field."]),
    );
  }
}

function stateOf(part, value) {
  const { type } = part;
  const option = (wanted) => {
    const found = optionsOf(part, { people: [], channels: [] }).find(
      (choice) => choice.value === wanted,
    )?.option;
    return found ?? part.options?.find((choice) => choice.value === wanted) ?? null;
  };
  if (type === "static_select" || type === "external_select" || type === "radio_buttons")
    return { type, selected_option: value ? option(value) : null };
  if (type === "checkboxes" || type === "multi_static_select")
    return { type, selected_options: (value ?? []).map(option) };
  if (type === "datepicker") return { type, selected_date: value };
  if (type === "timepicker") return { type, selected_time: value };
  if (type === "users_select") return { type, selected_user: value };
  if (type === "multi_users_select") return { type, selected_users: value ?? [] };
  if (type === "channels_select") return { type, selected_channel: value };
  if (type === "conversations_select") return { type, selected_conversation: value };
  return { type, value };
}

/** One input block. `where.form` collects it. */
export function inputBlock(block, where) {
  const id = `input-${Math.random().toString(36).slice(2)}`;
  const part = block.element;
  const tell = () => {
    if (block.dispatch_action) where.press(block.block_id, part, made.read());
  };
  const made = control(part, block.block_id, where, id, tell);
  const error = el("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const hint = block.hint
    ? el("p", { class: "field-hint", id: `${id}-hint` }, textObject(block.hint, where.server))
    : null;
  const words = [
    textObject(block.label, where.server),
    block.optional
      ? el("span", { class: "field-optional" }, " (optional)")
      : el("span", { class: "field-required", "aria-hidden": "true" }, " *"),
  ];
  const label = made.group
    ? el("div", { class: "field-label", id: `${id}-label` }, words)
    : el("label", { class: "field-label", for: id }, words);
  if (made.group) made.node.setAttribute("aria-labelledby", `${id}-label`);
  const described = [hint?.id, error.id].filter(Boolean).join(" ");
  made.target.setAttribute("aria-describedby", described);
  if (!block.optional && !made.group) made.target.setAttribute("aria-required", "true");

  where.form.register(block.block_id, part, made.read);
  where.form.blocks.set(block.block_id, {
    empty: () => !block.optional && isEmpty(made.read()),
    focus: () => (made.focus ?? made.target).focus(),
    error: (sentence) => {
      error.textContent = sentence ?? "";
      error.hidden = !sentence;
      if (sentence) made.target.setAttribute("aria-invalid", "true");
      else made.target.removeAttribute("aria-invalid");
    },
  });
  return el("div", { class: "field-block", dataset: { block: block.block_id } }, label, made.node, hint, error);
}

const isEmpty = (value) => value === null || value === "" || (Array.isArray(value) && value.length === 0);

// {node, target: what carries the name and the error, read(), group?: true when it is several boxes, focus?}
function control(part, blockId, where, id, tell) {
  const kept = where.form.kept(blockId, part);
  const first = kept ?? part.initial_value ?? initialOf(part);
  const common = { id, class: "field-input", dataset: { key: keyOf(blockId, part) }, onchange: tell };
  if (part.type === "checkboxes" || part.type === "radio_buttons") {
    const made = boxGroup(part.type === "checkboxes" ? "checkbox" : "radio", part, blockId, where, tell);
    return { node: made.node, target: made.node, read: made.read, group: true, focus: made.inputs[0] };
  }
  if (part.type.endsWith("_select")) return selectControl(part, where, common, first);
  const types = {
    datepicker: "date",
    timepicker: "time",
    number_input: "number",
    email_text_input: "email",
    url_text_input: "url",
  };
  const attributes = {
    ...common,
    placeholder: part.placeholder?.text,
    minlength: part.min_length,
    maxlength: part.max_length,
  };
  const node = part.multiline
    ? el("textarea", { ...attributes, rows: rowsOf(first ?? "") })
    : el("input", { ...attributes, type: types[part.type] ?? "text", autocomplete: "off" });
  node.value = first ?? "";
  return { node, target: node, read: () => node.value || null };
}

// As many lines as what stands in it takes, so that none of it is out of sight: four at least, twelve at most.
function rowsOf(words) {
  const lines = words.split("\n").map((line) => Math.max(1, Math.ceil(line.length / 50)));
  return Math.min(12, Math.max(4, lines.reduce((sum, one) => sum + one, 0) + 1));
}

function selectControl(part, where, common, first) {
  const several = part.type.startsWith("multi_");
  const chosen = [first ?? []].flat();
  const choices = optionsOf(part, where.server);
  const option = (choice) =>
    el("option", { value: choice.value, selected: chosen.includes(choice.value) }, choice.label);
  const groups = [...new Set(choices.map((choice) => choice.group))];
  const node = el(
    "select",
    { ...common, multiple: several, size: several ? Math.min(6, choices.length) : null },
    several ? null : el("option", { value: "" }, part.placeholder?.text ?? "Choose an option"),
    groups.map((group) => {
      const held = choices.filter((choice) => choice.group === group).map(option);
      return group ? el("optgroup", { label: group }, held) : held;
    }),
  );
  const read = () => (several ? [...node.selectedOptions].map((held) => held.value) : node.value || null);
  return { node, target: node, read };
}
