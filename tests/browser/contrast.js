// Measures WCAG contrast on the page as it is drawn: text 4.5:1 (3:1 when large), and the signs and edges of controls
// 3:1. Gives {measured, low: [what fails]}. Disabled controls are exempt, as in WCAG.
() => {
  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1,
  });
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reduceRight((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const open = document.querySelector("dialog[open]");
  const root = open ?? document.body;
  const seen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !node.closest(".unseen, .skip, noscript, [disabled]");
  const low = [];
  let measured = 0;
  const judge = (what, front, behind, least, node) => {
    measured += 1;
    const found = ratio(over(front, behind), behind);
    if (found < least - 0.005) low.push(`${what} ${found.toFixed(2)} < ${least}: ${node.outerHTML.slice(0, 110)}`);
  };

  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || !seen(node) || node.closest("script, style, option")) continue;
    const style = getComputedStyle(node);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    judge("text", parse(style.color), ground(node), large ? 3 : 4.5, node);
  }
  for (const node of root.querySelectorAll("input, textarea, select")) {
    if (!seen(node)) continue;
    judge("typed words", parse(getComputedStyle(node).color), ground(node), 4.5, node);
    if (node.placeholder) judge("placeholder", parse(getComputedStyle(node, "::placeholder").color), ground(node), 4.5, node);
  }
  for (const node of root.querySelectorAll(".icon")) {
    if (seen(node)) judge("sign", parse(getComputedStyle(node).color), ground(node.parentElement), 3, node.parentElement);
  }
  for (const node of root.querySelectorAll(".field-input, .composer-frame, .button, .date-button, .person-button, .jump-button, .reaction, .hint")) {
    const style = getComputedStyle(node);
    if (!seen(node) || style.borderTopStyle === "none") continue;
    judge("edge", parse(style.borderTopColor), ground(node.parentElement), 3, node);
  }
  return { measured, low: [...new Set(low)] };
}
