// Block Kit's layout blocks, in messages, modals and App Home. What can be pressed is in elements.js, what can be
// filled in is in inputs.js, finished text is in richtext.js.
import { el } from "./dom.js";
import { element } from "./elements.js";
import { chart, dataTable } from "./figures.js";
import { inputBlock } from "./inputs.js";
import { textObject } from "./mrkdwn.js";
import { markdown, richText, table } from "./richtext.js";

/**
 * Nodes for `blocks`. `where` says what surrounds them:
 *   server  the world's names
 *   press(block_id, element, value)  somebody used a control; resolves when the bot has been told
 *   form    in a modal: a Form (inputs.js) that collects values and errors; null elsewhere
 */
export function renderBlocks(blocks, where) {
  return el(
    "div",
    { class: "blocks" },
    (blocks ?? []).map((block) => renderBlock(block, where)),
  );
}

const RENDERERS = {
  header: (block) => el("h3", { class: "block-header" }, textObject(block.text)),
  section,
  divider: () => el("hr", { class: "block-divider" }),
  context,
  actions: (block, where) =>
    el(
      "div",
      { class: "block-actions" },
      block.elements.map((part) => element(part, block.block_id, where)),
    ),
  input: inputBlock,
  image,
  rich_text: (block, where) => richText(block, where.server),
  markdown: (block, where) => markdown(block, where.server),
  table: (block, where) => table(block, where.server),
  data_table: (block, where) => dataTable(block, where.server),
  data_visualization: chart,
};

function renderBlock(block, where) {
  const render = RENDERERS[block.type];
  // Saying so beats leaving a hole: a block that Slack shows and this page cannot is a gap somebody should see.
  if (!render)
    return el("p", { class: "block-unknown" }, `This page cannot show a block of type “${block.type}”.`);
  return render(block, where);
}

function section(block, where) {
  const words = el(
    "div",
    { class: "section-words" },
    block.text ? textObject(block.text, where.server) : null,
    block.fields
      ? el(
          "div",
          { class: "fields" },
          block.fields.map((field) => el("div", { class: "field" }, textObject(field, where.server))),
        )
      : null,
  );
  const side = block.accessory
    ? el("div", { class: "accessory" }, element(block.accessory, block.block_id, where))
    : null;
  return el("div", { class: "block-section" }, words, side);
}

function context(block, where) {
  return el(
    "div",
    { class: "block-context" },
    block.elements.map((part) =>
      part.type === "image"
        ? el("img", { src: part.image_url, alt: part.alt_text, class: "context-image" })
        : el("span", {}, textObject(part, where.server)),
    ),
  );
}

function image(block, where) {
  return el(
    "figure",
    { class: "block-image" },
    block.title ? el("figcaption", {}, textObject(block.title, where.server)) : null,
    el("img", { src: block.image_url ?? block.slack_file?.url, alt: block.alt_text, loading: "lazy" }),
  );
}
