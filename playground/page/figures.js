// Block Kit's blocks for figures: data tables, and charts, which this page shows as the figures they are drawn from.
import { count, el } from "./dom.js";
import { cellContent, frame } from "./richtext.js";

/** A data table. Slack shows it in pages that can be sorted and filtered; here all of it stands. */
export function dataTable(block, server) {
  const [head, ...body] = block.rows;
  const naming = block.row_header_column_index ?? 0;
  return frame(
    el(
      "table",
      { class: head.length > 3 ? "wide" : null },
      el("caption", {}, block.caption),
      headings(head.map((cell) => cellContent(cell, server))),
      el(
        "tbody",
        {},
        body.map((row) =>
          el(
            "tr",
            {},
            row.map((cell, at) =>
              at === naming
                ? el("th", { scope: "row" }, cellContent(cell, server))
                : el("td", { class: cell.type === "raw_number" ? "align-right" : null }, cellContent(cell, server)),
            ),
          ),
        ),
      ),
    ),
    `${block.caption}: table, ${count(body.length, "row", "rows")}`,
  );
}

/** A chart, as a table under its title. */
export function chart(block) {
  const { chart: drawn } = block;
  const rows = drawn.type === "pie" ? drawn.segments.map((one) => [one.label, one.value]) : plotted(drawn);
  const names = drawn.type === "pie" ? ["Share"] : drawn.series.map((one) => one.name);
  const axis = drawn.axis_config?.x_label ?? "";
  const measured = drawn.axis_config?.y_label;
  return el(
    "figure",
    { class: "block-chart" },
    el("figcaption", {}, `${block.title} (${drawn.type} chart${measured ? `, ${measured}` : ""})`),
    frame(
      el(
        "table",
        { class: names.length > 2 ? "wide" : null },
        headings([axis, ...names]),
        el(
          "tbody",
          {},
          rows.map(([label, ...values]) =>
            el(
              "tr",
              {},
              el("th", { scope: "row" }, label),
              values.map((value) => el("td", { class: "align-right" }, String(value))),
            ),
          ),
        ),
      ),
      `${block.title}: ${drawn.type} chart`,
    ),
  );
}

const plotted = (drawn) =>
  drawn.axis_config.categories.map((category) => [
    category,
    ...drawn.series.map((one) => one.data.find((point) => point.label === category).value),
  ]);

const headings = (cells) =>
  el(
    "thead",
    {},
    el(
      "tr",
      {},
      cells.map((cell) => (cell === "" ? el("td", {}) : el("th", { scope: "col" }, cell))),
    ),
  );
