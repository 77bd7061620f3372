// The signs that messages name as :white_check_mark:. The common ones are drawn here, so that they look the same on a
// machine without an emoji font; the rest fall back to the character, and an unknown name stays as it was written.
import { el, drawing } from "./dom.js";

const disc = (colour) => [["circle", { cx: 10, cy: 10, r: 7, fill: colour }]];
const line = (d, colour, width = 2) => [
  "path",
  {
    d,
    fill: "none",
    stroke: colour,
    "stroke-width": width,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  },
];
const tile = (colour) => ["rect", { x: 2.5, y: 2.5, width: 15, height: 15, rx: 3, fill: colour }];
const page = ["path", { d: "M4 2h9l4 4v12H4z", fill: "#f4f6f9", stroke: "#77818f" }];
const writing = line("M6.500 8h7M6.500 11h7M6.500 14h4", "#77818f", 1.2);
const hand =
  "M6 9.500l3-6c2-.5 2.500 1 2 2.500L10.500 8H15c2 0 1.500 2 1 2.500 1 .5.500 2-.2 2.200.5.8 0 2-.8 2 .2 1-.5 1.800-1.500 1.800H9L6 15z";
const bell = [
  "path",
  {
    d: "M10 2.500a5 5 0 0 0-5 5c0 4-2 5-2 6.500h14c0-1.500-2-2.500-2-6.500a5 5 0 0 0-5-5zM8 15.500a2 2 0 0 0 4 0z",
    fill: "#e3a008",
  },
];
const calendar = [
  ["rect", { x: 3, y: 4, width: 14, height: 13, rx: 1.5, fill: "#f4f6f9", stroke: "#77818f" }],
  ["rect", { x: 3, y: 4, width: 14, height: 4, rx: 1.5, fill: "#c93838" }],
  line("M6 11h.01M10 11h.01M14 11h.01M6 14h.01M10 14h.01", "#4b5563", 1.8),
];
const eye = (x) => [
  ["ellipse", { cx: x, cy: 10, rx: 3.6, ry: 5, fill: "#fff", stroke: "#4b5563" }],
  ["circle", { cx: x - 1, cy: 11, r: 1.7, fill: "#222" }],
];
const hourglass = [
  [
    "path",
    { d: "M5 3h10v2c0 3-3 4-3 5s3 2 3 5v2H5v-2c0-3 3-4 3-5s-3-2-3-5z", fill: "#f4e3b5", stroke: "#8a6d1f" },
  ],
  ["path", { d: "M7 16c0-2 2-2 3-3.500 1 1.500 3 1.500 3 3.500zM7.500 6h5L10 9z", fill: "#c98a16" }],
];
const clock = [
  ["circle", { cx: 10, cy: 10, r: 7, fill: "#f4f6f9", stroke: "#4b5563", "stroke-width": 1.5 }],
  line("M10 6v4l3 2", "#4b5563", 1.5),
];
const sign = (colour, d) => [["circle", { cx: 10, cy: 10, r: 7.5, fill: colour }], line(d, "#fff")];

const DRAWN = {
  "+1": [
    ["path", { d: hand, fill: "#e9b44c", stroke: "#8a6116", "stroke-width": 0.8 }],
    ["rect", { x: 2.5, y: 9, width: 3.5, height: 7, rx: 1, fill: "#3b6fb6" }],
  ],
  arrow_right: [tile("#3b6fb6"), line("M6 10h8M11 7l3 3-3 3", "#fff")],
  arrows_counterclockwise: [
    tile("#3b6fb6"),
    line(
      "M14 8a4.500 4.500 0 0 0-8-1M6 4.500V7h2.500M6 12a4.500 4.500 0 0 0 8 1M14 15.500V13h-2.500",
      "#fff",
      1.6,
    ),
  ],
  bar_chart: [
    ["rect", { x: 2, y: 2, width: 16, height: 16, rx: 2, fill: "#f4f6f9", stroke: "#77818f" }],
    line("M6 15v-4", "#1d8a4e", 3),
    line("M10 15V6", "#c93838", 3),
    line("M14 15V9", "#3b6fb6", 3),
  ],
  bell: [bell],
  bulb: [
    [
      "path",
      { d: "M10 2a5.500 5.500 0 0 0-3 10v2h6v-2a5.500 5.500 0 0 0-3-10z", fill: "#f2c94c", stroke: "#8a6d1f" },
    ],
    line("M8 16h4M8.500 18h3", "#6b7280", 1.4),
  ],
  calendar,
  clipboard: [
    ["rect", { x: 4, y: 3, width: 12, height: 15, rx: 1.5, fill: "#b98a53" }],
    ["rect", { x: 5.5, y: 5, width: 9, height: 11.5, fill: "#f4f6f9" }],
    ["rect", { x: 7.5, y: 2, width: 5, height: 3, rx: 1, fill: "#6b7280" }],
    line("M7.500 9h5M7.500 12h5", "#77818f", 1.2),
  ],
  clock9: clock,
  eyes: [...eye(6), ...eye(14)],
  hourglass,
  information_source: sign("#3b6fb6", "M10 9.500v4.500M10 6h.01"),
  inbox_tray: [
    ["path", { d: "M2.500 11h4l1 2h5l1-2h4v6h-15z", fill: "#9aa5b4" }],
    line("M10 2.500v6M7.500 6.500L10 9l2.500-2.500", "#1d8a4e"),
  ],
  large_blue_circle: disc("#2f6fd0"),
  large_green_circle: disc("#2a9d57"),
  large_orange_circle: disc("#e07a1f"),
  large_yellow_circle: disc("#e9b90c"),
  link: [
    line(
      "M8.500 11.500l3-3M9 6l1.500-1.500a3.200 3.200 0 0 1 5 5L14 11M6 9l-1.500 1.500a3.200 3.200 0 0 0 5 5L11 14",
      "#5b6b80",
      1.8,
    ),
  ],
  ballot_box_with_check: [tile("#3b6fb6"), line("M6 10.500l3 3 5.500-6.500", "#fff", 2.2)],
  leftwards_arrow_with_hook: [tile("#3b6fb6"), line("M8 5.500L5 8.500l3 3M5 8.500h6.500a3 3 0 0 1 0 6H9", "#fff")],
  zzz: [line("M4 4h6l-6 6h6M11.500 11H16l-4.500 5H16", "#3b6fb6", 1.8)],
  lock: [
    ["rect", { x: 4, y: 9, width: 12, height: 8.5, rx: 1.5, fill: "#d9a521" }],
    line("M6.500 9V6.500a3.500 3.500 0 0 1 7 0V9", "#77818f"),
  ],
  mag: [
    ["circle", { cx: 8.5, cy: 8.5, r: 5, fill: "#dbeafe", stroke: "#4b5563", "stroke-width": 1.6 }],
    line("M12.500 12.500L17 17", "#8a5a2b", 2.6),
  ],
  memo: [page, writing, line("M11 14l6-6.500", "#d9822b", 2.4)],
  no_entry: [["circle", { cx: 10, cy: 10, r: 7.5, fill: "#c93838" }], line("M6 10h8", "#fff", 2.6)],
  page_facing_up: [page, writing],
  pushpin: [["circle", { cx: 12, cy: 7, r: 4.5, fill: "#c93838" }], line("M9 10l-5 6", "#6b7280", 1.8)],
  question: [line("M7 7c0-4 6.500-4 6.500-.5C13.500 9 10 9 10 12M10 16h.01", "#c93838", 2.6)],
  red_circle: disc("#cf2f2f"),
  rotating_light: [
    ["path", { d: "M5 14V9a5 5 0 0 1 10 0v5z", fill: "#d63a3a" }],
    ["rect", { x: 3, y: 14, width: 14, height: 3, rx: 1, fill: "#6b7280" }],
  ],
  speech_balloon: [
    [
      "path",
      { d: "M3 4h14v9H9l-4 3.500V13H3z", fill: "#f4f6f9", stroke: "#77818f", "stroke-linejoin": "round" },
    ],
  ],
  tada: [
    ["path", { d: "M3 17l4-10 6 6z", fill: "#e9b44c" }],
    line("M10 6c1-1 1-2.500.5-3.500M13 8l3-1M14 11c1.500 0 2.500.5 3 1.500", "#c93838", 1.4),
    line("M14 3.500h.01M17 4.500h.01", "#3b6fb6", 2),
  ],
  warning: [
    ["path", { d: "M10 2.500L18.500 17h-17z", fill: "#f2c12e", stroke: "#8a6d1f", "stroke-linejoin": "round" }],
    line("M10 8v4M10 14.500h.01", "#3a2e05", 1.8),
  ],
  white_check_mark: [tile("#1d8a4e"), line("M6 10.500l3 3 5.500-6.500", "#fff", 2.2)],
  white_circle: [["circle", { cx: 10, cy: 10, r: 6.5, fill: "#f4f6f9", stroke: "#77818f" }]],
  x: [line("M5 5l10 10M15 5L5 15", "#c93838", 3)],
};

const ALIASES = {
  alarm_clock: "clock9",
  chart_with_upwards_trend: "bar_chart",
  clock: "clock9",
  date: "calendar",
  heavy_check_mark: "white_check_mark",
  hourglass_flowing_sand: "hourglass",
  information: "information_source",
  pencil: "memo",
  repeat: "arrows_counterclockwise",
  spiral_calendar_pad: "calendar",
  thumbsup: "+1",
  bookmark_tabs: "page_facing_up",
  page_with_curl: "page_facing_up",
};

const CHARACTERS = {
  ballot_box_with_check: "☑️",
  leftwards_arrow_with_hook: "↩️",
  zzz: "💤",
  "+1": "👍",
  arrow_right: "➡️",
  bar_chart: "📊",
  bell: "🔔",
  bulb: "💡",
  calendar: "📅",
  clipboard: "📋",
  eyes: "👀",
  hourglass: "⌛",
  hourglass_flowing_sand: "⏳",
  information_source: "ℹ️",
  inbox_tray: "📥",
  large_blue_circle: "🔵",
  large_green_circle: "🟢",
  large_orange_circle: "🟠",
  large_yellow_circle: "🟡",
  link: "🔗",
  lock: "🔒",
  mag: "🔍",
  memo: "📝",
  no_entry: "⛔",
  page_facing_up: "📄",
  pushpin: "📌",
  question: "❓",
  red_circle: "🔴",
  rotating_light: "🚨",
  speech_balloon: "💬",
  tada: "🎉",
  warning: "⚠️",
  white_check_mark: "✅",
  white_circle: "⚪",
  x: "❌",
  clock9: "🕘",
  wave: "👋",
  "-1": "👎",
  heart: "❤️",
  pray: "🙏",
  raised_hands: "🙌",
  fire: "🔥",
  rocket: "🚀",
  star: "⭐",
  school: "🏫",
  bus: "🚌",
  house: "🏠",
  file_folder: "📁",
  smile: "😄",
  slightly_smiling_face: "🙂",
  spiral_calendar_pad: "🗓️",
  date: "📆",
};

const BY_CHARACTER = Object.fromEntries(
  Object.entries(CHARACTERS).map(([name, sign]) => [sign.replace("\ufe0f", ""), name]),
);

/** Finds drawn signs typed as characters, so that both spellings look alike. */
export const CHARACTER = new RegExp(`(?:${Object.keys(BY_CHARACTER).join("|")})\ufe0f?`, "u");

/** The short name of an emoji character. */
export const nameOfCharacter = (sign) => BY_CHARACTER[sign.replace("\ufe0f", "")];

/** The element for `:name:`; its accessible name is the short name in words. */
export function emoji(name) {
  const plain = name.split("::")[0];
  const label = plain === "+1" ? "thumbs up" : plain.replaceAll("_", " ");
  const shapes = DRAWN[ALIASES[plain] ?? plain];
  if (shapes) return drawing(shapes, { label, className: "emoji" });
  const character = CHARACTERS[plain];
  if (character) return el("span", { class: "emoji-character", role: "img", "aria-label": label }, character);
  return el("span", {}, `:${name}:`);
}

/** What the reaction menu offers. */
export const REACTIONS = [
  { name: "white_check_mark", label: "Done" },
  { name: "+1", label: "Thumbs up" },
  { name: "eyes", label: "Looking at it" },
];
