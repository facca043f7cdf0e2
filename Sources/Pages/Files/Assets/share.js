// A link to one file: for how long, until when in truth, and as a code for a camera.

import { button, element, own } from "./dom.js";
import { open } from "./dialog.js";
import { titleOf } from "./names.js";

const LIFETIMES = [300, 3600, 12 * 3600, 24 * 3600, 7 * 24 * 3600];

export function share(page, bucket, key) {
  const { text } = page;
  const choice = element("select", { class: "input", id: "lifetime" },
    LIFETIMES.map((seconds, index) => element("option", { value: seconds }, text.lifetimes[index])));
  choice.value = "3600";
  const result = element("div", { class: "stack", role: "status", id: "shared" });
  const form = element("form", {
    class: "stack", onsubmit: (event) => { event.preventDefault(); make(); },
  },
  element("div", { class: "field" }, element("label", { for: "lifetime" }, text.lifetime), choice),
  element("div", { class: "buttons" }, button(text.makeLink, { kind: "primary", type: "submit", id: "make-link" })));
  const dialog = open(text.shareTitle, [
    element("p", { class: "share-name" }, own(titleOf(key))), form, result,
    element("div", { class: "buttons" }, button(text.close, { onclick: () => dialog.close() })),
  ], { kind: "share" });

  async function make() {
    result.replaceChildren(element("p", { class: "waiting" }, text.loading));
    try {
      const link = await page.server.post("share", { bucket, key, seconds: Number(choice.value) });
      result.replaceChildren(...shown(page, link));
    } catch (error) {
      result.replaceChildren(page.notices.block(error, make));
    }
  }
}

function shown(page, link) {
  const { text, language } = page;
  const address = element("input", { class: "input", id: "link", readonly: true, value: link.url, "aria-label": text.link });
  const copy = async () => {
    address.select();
    try {
      await navigator.clipboard.writeText(link.url);
      page.notices.say(text.copied);
    } catch { /* it is selected: the keyboard copies it */ }
  };
  return [
    element("div", { class: "link-row" }, address, button(text.copy, { name: "copy", isIcon: true, onclick: copy })),
    element("p", { id: "ends" }, text.endsAt(language.date(new Date(link.endsAt)))),
    link.isShortened && element("p", { class: "message" }, text.endsWithSession),
    link.code && element("figure", { class: "qr" }, code(link.code, text.qr),
      element("figcaption", { class: "quiet small" }, text.qrLead)),
  ].filter(Boolean);
}

const SVG = "http://www.w3.org/2000/svg";

/** Dark on white whatever the page's colours are: cameras want it so. */
function code({ width, path }, label) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `-4 -4 ${width + 8} ${width + 8}`);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", label);
  drawing.setAttribute("shape-rendering", "crispEdges");
  const ground = document.createElementNS(SVG, "path");
  ground.setAttribute("d", `M-4 -4h${width + 8}v${width + 8}h-${width + 8}z`);
  ground.setAttribute("fill", "#fff");
  const dark = document.createElementNS(SVG, "path");
  dark.setAttribute("d", path);
  dark.setAttribute("fill", "#000");
  drawing.append(ground, dark);
  return drawing;
}
