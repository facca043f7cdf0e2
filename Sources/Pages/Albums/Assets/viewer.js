// A file by itself: shown if the browser can, with the way to keep or delete it.

import { button, element, icon, own, visible } from "./dom.js";
import { kindOf } from "./names.js";

export class Viewer {
  constructor(view, key) {
    this.view = view;
    this.page = view.page;
    this.key = key;
    this.dialog = element("dialog", {
      class: "viewer", "aria-labelledby": "viewer-name",
      onkeydown: (event) => {
        if (event.key === "ArrowLeft") this.step(-1);
        if (event.key === "ArrowRight") this.step(1);
      },
      onclose: () => {
        this.dialog.remove();
        this.view.files.get(this.key)?.cell.querySelector(".photo-open").focus();
      },
      // Beside the picture.
      onclick: (event) => { if (event.target === this.dialog) this.dialog.close(); },
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.draw();
  }

  get file() { return this.view.files.get(this.key); }

  step(by) {
    const keys = [...this.view.files.keys()].filter((key) => this.view.files.get(key).cell.isConnected);
    const next = keys[keys.indexOf(this.key) + by];
    if (!next) return;
    this.key = next;
    this.draw();
  }

  async draw() {
    const { text, language, s3, notices } = this.page;
    const { key, file } = this;
    const name = this.view.nameOf(key);
    const stage = element("div", { class: "stage" }, element("p", { class: "waiting" }, text.loading));
    const save = element("a", { class: "button", hidden: true }, icon("download"), text.download);
    const closer = button(text.close, { name: "close", kind: "plain", isIcon: true, onclick: () => this.dialog.close() });
    this.dialog.replaceChildren(
      element("header", {}, element("h2", { id: "viewer-name" }, own(name)), closer),
      element("div", { class: "stage-row" },
        button(text.previous, { name: "back", kind: "plain", isIcon: true, onclick: () => this.step(-1) }), stage,
        button(text.next, { name: "forward", kind: "plain", isIcon: true, onclick: () => this.step(1) })),
      element("footer", {},
        element("p", { class: "quiet small" }, language.bytes(file.size), " · ", language.date(file.modified)),
        element("div", { class: "buttons" }, save,
          button(text.delete, {
            name: "trash", kind: "danger-quiet",
            onclick: () => this.view.delete([key], () => { if (!this.file) this.dialog.close(); }),
          }))));
    closer.focus();
    try {
      save.href = await s3.address(key, { name: name.split("/").pop() });
      save.hidden = false;
      const address = await s3.address(key);
      if (this.key === key) stage.replaceChildren(this.shown(key, address, visible(name)));
    } catch (error) {
      stage.replaceChildren(element("p", { class: "message bad" }, notices.sentence(error)));
    }
  }

  shown(key, src, name) {
    const { text } = this.page;
    const cannot = () => element("div", { class: "empty" }, icon(kindOf(key)), element("p", {}, text.notShown));
    const tags = { photo: "img", film: "video", sound: "audio" };
    const tag = tags[kindOf(key)];
    if (!tag) return cannot();
    const isPicture = tag === "img";
    return element(tag, {
      src, ...(isPicture ? { alt: name } : { controls: true, "aria-label": name }),
      onerror: (event) => event.target.replaceWith(cannot()),
    });
  }
}
