// Elements from data. Texts become text nodes and nothing else: there is no way in for markup.
//
//   element("li", { class: "row", onclick: open }, icon("photo"), element("span", {}, name))

/** An element with attributes; `on…` are listeners, null and false are left out. */
export function element(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in PROPERTIES) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...content.flat(Infinity).filter((piece) => piece !== null && piece !== undefined && piece !== false));
  return made;
}

const PROPERTIES = { value: true, checked: true, disabled: true, srcdoc: true, indeterminate: true };

/** A text of people's own: it keeps its direction to itself, and no control character moves what stands around it. */
export const own = (text) => element("bdi", {}, visible(text));

/**
 * Characters that cannot be seen are shown as what stands for them; those that turn what follows around too, which
 * would let a program's name pass for a picture's.
 */
export const visible = (text) => text
  .replace(/[\u202a-\u202e\u2066-\u2069]/g, (letter) => `‹U+${letter.charCodeAt(0).toString(16).toUpperCase()}›`)
  .replace(/[\u0000-\u001f\u007f]/g, (letter) =>
    letter === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + letter.charCodeAt(0)));

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  album: "M3 7a2 2 0 0 1 2-2h4l2 2.5h8a2 2 0 0 1 2 2V18a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z",
  photo: "M4 5h16v14H4zM4 16l4.5-4.5 3.5 3.5 3-3 5 5M15.5 9.5h.01",
  film: "M4 5h16v14H4zM10 9.5v5l4.5-2.5z",
  sound: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  plus: "M12 5v14M5 12h14",
  upload: "M12 16V4M7 9l5-5 5 5M4 17v3h16v-3",
  download: "M12 4v12M7 11l5 5 5-5M4 17v3h16v-3",
  trash: "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5M14 11v5",
  close: "M6 6l12 12M18 6L6 18",
  pause: "M9 5v14M15 5v14",
  play: "M8 5v14l11-7z",
  again: "M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  mail: "M3 6h18v13H3zM3 7l9 7 9-7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  search: "M16 16l5 5M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0z",
  question: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
};

/** A drawing beside a text that says the same. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  for (const [attribute, value] of Object.entries({
    viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round",
    "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false",
  })) drawing.setAttribute(attribute, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  drawing.append(path);
  return drawing;
}

/** A button; one with an icon alone says its name to who cannot see it. */
export function button(label, { name = "", kind = "", isIcon = false, ...more } = {}) {
  const attributes = { type: "button", class: `button ${kind} ${isIcon ? "icon" : ""}`.trim(), ...more };
  if (isIcon) return element("button", { ...attributes, "aria-label": label, title: label }, icon(name));
  return element("button", attributes, name && icon(name), label);
}

/** The data that the server put in the page. */
export const pageData = () => JSON.parse(document.getElementById("data").textContent);
