// Making elements. Everything people or the bot wrote reaches the page as text nodes made here, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * One element with its attributes and children. `on…` entries become listeners, `dataset` fills data-*,
 * null/undefined/false attributes and children are left out, and strings become text.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...present(children));
  return node;
}

/** Put `children` in place of whatever `node` holds. */
export function fill(node, ...children) {
  node.replaceChildren(...present(children));
  return node;
}

/**
 * The same, but what is there already stays: when what a pointer is on is replaced between its press and its release,
 * the browser sees no click. For children without listeners, which would stay those of before.
 */
export function update(node, ...children) {
  const wanted = node.cloneNode(false);
  wanted.append(...present(children));
  become(node, wanted);
}

function become(node, wanted) {
  if (node.isEqualNode(wanted)) return;
  for (const name of node.getAttributeNames()) if (!wanted.hasAttribute(name)) node.removeAttribute(name);
  for (const name of wanted.getAttributeNames()) node.setAttribute(name, wanted.getAttribute(name));
  const children = [...wanted.childNodes];
  children.forEach((child, at) => {
    const there = node.childNodes[at];
    if (!there) node.append(child);
    else if (child.nodeType === Node.ELEMENT_NODE && there.nodeName === child.nodeName) become(there, child);
    else if (!there.isEqualNode(child)) there.replaceWith(child);
  });
  while (node.childNodes.length > children.length) node.lastChild.remove();
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** A drawing of `shapes` ([tag, attributes] pairs) in a 20 × 20 box; without a `label`, screen readers skip it. */
export function drawing(shapes, { label = null, className = "" } = {}) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  if (className) svg.setAttribute("class", className);
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  }
  return svg;
}

// Line drawings of the interface's own signs; each is one path of strokes.
const ICONS = {
  back: "M12 4l-6 6 6 6",
  bold: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z",
  calendar: "M4 5h12v11H4zM4 8.5h12M7 3v3M13 3v3",
  check: "M4 10.5l4 4 8-9",
  close: "M5 5l10 10M15 5L5 15",
  code: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  down: "M5 8l5 5 5-5",
  eye: "M2.5 10S5.500 5 10 5s7.500 5 7.500 5-3 5-7.500 5S2.500 10 2.500 10zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  file: "M5 3h6l4 4v10H5zM11 3v4h4",
  hash: "M8 3L6 17M14 3l-2 14M4 7.500h13M3 12.500h13",
  home: "M3 9.500L10 4l7 5.500M5 8.500V16h10V8.500M8.500 16v-4h3v4",
  italic: "M8 4h7M5 16h7M12 4L8 16",
  list: "M8 6h9M8 10h9M8 14h9M4 6h.01M4 10h.01M4 14h.01",
  more: "M10 5h.01M10 10h.01M10 15h.01",
  pencil: "M4 16l1-4 8.500-8.500 3 3L8 15zM12 5l3 3",
  people:
    "M7.500 9a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM3 16c0-3 2-5 4.500-5s4.500 2 4.500 5M13 9a2 2 0 1 0 0-4M14 11c2 .5 3 2 3 4.500",
  reply: "M4 5h12v8H9l-4 3v-3H4z",
  search: "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM13 13l4 4",
  send: "M3 10l14-6-5 13-3-5zM9 12l8-8",
  smile: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7.500 8.500h.01M12.500 8.500h.01M7 12c1 1.500 5 1.500 6 0",
  strike: "M4 10h12M14 6.500C13 4.500 7 4 7 7M6 13.500c1 2.500 8 2.500 8-.5",
  bin: "M4 6h12M8 6V4h4v2M6 6l1 10h6l1-10",
};

/** One of the interface's signs, always beside words or on a control with an accessible name. */
export function icon(name) {
  return drawing(
    [
      [
        "path",
        {
          d: ICONS[name],
          fill: "none",
          stroke: "currentColor",
          "stroke-width": 1.7,
          "stroke-linecap": "round",
          "stroke-linejoin": "round",
        },
      ],
    ],
    { className: "icon" },
  );
}

/** A square button that shows only a sign; `label` is its accessible name and its tooltip. */
export function iconButton(name, label, onclick, attributes = {}) {
  return el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...attributes },
    icon(name),
  );
}

/** Initials on a colour that is always the same for the same id; decoration, so hidden from screen readers. */
export function avatar(person, size = "") {
  const name = person?.name ?? "?";
  const words = name
    .replace(/[^\p{L}\p{N} ]/gu, "")
    .split(" ")
    .filter(Boolean);
  const initials = words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 2);
  let sum = 0;
  for (const letter of person?.id ?? name) sum = (sum * 37 + letter.charCodeAt(0)) % 1009;
  const kind = person?.is_bot ? "avatar-bot" : `avatar-${sum % 8}`;
  return el("span", { class: `avatar ${kind} ${size}`, "aria-hidden": "true" }, initials.toUpperCase());
}

/** `1 reply`, `2 replies`: the number with the right word. */
export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/** Run `redraw`, then put the focus back on the control with the same data-key if the redraw took it away. */
export function keepFocus(root, redraw) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.closest("[data-key]")?.dataset.key;
  redraw();
  const isThere = held?.isConnected && held.closest("[data-key]")?.dataset.key === key;
  if (held && !isThere && key) root.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
