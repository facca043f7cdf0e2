// A file shown in the page: pictures, sound, film, text and PDF. What is not one of them can be downloaded.

import { button, element, icon, own, visible } from "./dom.js";
import { kindOf, titleOf } from "./names.js";

const TEXT_LIMIT = 512 * 1024;
const DOCUMENT_LIMIT = 64 * 1024 * 1024;

export class Preview {
  constructor(view, object) {
    this.view = view;
    this.page = view.page;
    this.object = object;
    this.stop = new AbortController();
    this.dialog = element("dialog", {
      class: "preview", "aria-labelledby": "preview-name",
      onclose: () => this.end(),
      onkeydown: (event) => {
        if (event.target.closest("input, video, audio, pre")) return;
        if (event.key === "ArrowLeft") this.step(-1);
        if (event.key === "ArrowRight") this.step(1);
      },
      // Beside what is shown.
      onclick: (event) => { if (event.target === this.dialog) this.dialog.close(); },
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.draw();
  }

  end() {
    this.stop.abort();
    this.release();
    this.dialog.remove();
    this.view.focusRow(this.object.key);
  }

  release() {
    if (this.blob) URL.revokeObjectURL(this.blob);
    this.blob = null;
  }

  step(by) {
    const objects = [...this.view.rows.values()].map((row) => row.object).filter(Boolean);
    const next = objects[objects.findIndex((object) => object.key === this.object.key) + by];
    if (!next) return;
    this.object = next;
    this.draw();
  }

  draw() {
    const { text, language, server } = this.page;
    const { bucket } = this.view;
    const { key, size, modified } = this.object;
    this.stop.abort();
    this.stop = new AbortController();
    this.release();
    this.stage = element("div", { class: "stage" });
    this.dialog.replaceChildren(
      element("header", {}, element("h2", { id: "preview-name" }, own(titleOf(key))),
        button(text.close, { name: "close", kind: "plain", isIcon: true, onclick: () => this.dialog.close() })),
      element("div", { class: "stage-row" },
        button(text.previous, { name: "back", kind: "plain", isIcon: true, onclick: () => this.step(-1) }),
        this.stage,
        button(text.next, { name: "forward", kind: "plain", isIcon: true, onclick: () => this.step(1) })),
      element("footer", {},
        element("p", { class: "quiet small" }, language.bytes(size), " · ", language.date(new Date(modified))),
        element("div", { class: "buttons" },
          element("a", { class: "button", href: server.address(bucket, key, { isDownload: true }) },
            icon("download"), text.download),
          button(text.share, { name: "forward", onclick: () => { this.dialog.close(); this.view.share(key); } }))));
    this.show(bucket, key, size);
  }

  async show(bucket, key, size) {
    const { text, server, notices } = this.page;
    const src = server.address(bucket, key);
    const label = visible(titleOf(key));
    const cannot = () => this.put(element("div", { class: "empty" }, icon("file"), element("p", {}, text.notShown)));
    switch (kindOf(key)) {
      case "photo": return this.put(element("img", { src, alt: label, onerror: cannot }));
      case "film": return this.put(element("video", { src, controls: true, "aria-label": label, onerror: cannot }));
      case "sound": return this.put(element("audio", { src, controls: true, "aria-label": label, onerror: cannot }));
      case "text": case "document": break;
      default: return cannot();
    }
    this.put(element("p", { class: "waiting" }, text.loading));
    const { signal } = this.stop;
    try {
      if (kindOf(key) === "text") await this.showText(src, size, signal);
      else if (size > DOCUMENT_LIMIT) cannot();
      else await this.showDocument(src, label, signal);
    } catch (error) {
      if (!signal.aborted) this.put(element("p", { class: "message bad" }, notices.sentence(error)));
    }
  }

  /** The beginning of a text. An empty file has no range. */
  async showText(src, size, signal) {
    const headers = size > TEXT_LIMIT ? { Range: `bytes=0-${TEXT_LIMIT - 1}` } : {};
    const response = await this.fetch(src, { headers, signal });
    const words = new TextDecoder().decode(await response.arrayBuffer());
    const { text, language } = this.page;
    this.put(
      element("pre", { class: "code", dir: "auto", tabindex: 0 }, words),
      size > TEXT_LIMIT && element("p", { class: "quiet small" }, text.onlyBeginning(language.bytes(TEXT_LIMIT))));
  }

  async showDocument(src, label, signal) {
    const response = await this.fetch(src, { signal });
    const bytes = await response.arrayBuffer();
    // Whatever the object says that it is: nothing else than a document is shown from here.
    this.blob = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
    this.put(element("iframe", { src: this.blob, title: label }));
  }

  async fetch(src, options) {
    const response = await fetch(src, options).catch((error) => {
      throw Object.assign(error, { code: error.name === "AbortError" ? "" : "NetworkError" });
    });
    if (!response.ok) throw Object.assign(new Error(""), { code: response.status === 404 ? "NotFound" : `HTTP${response.status}` });
    return response;
  }

  put(...content) { this.stage.replaceChildren(...content.filter(Boolean)); }
}
