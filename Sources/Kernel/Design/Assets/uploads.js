// What is being uploaded: percent and (n/m), pause, retry, and what a page loaded before has left unfinished.

import { button, element, icon, own, visible } from "./dom.js";

/** So many lines are drawn; a queue may have thousands. */
const LINES = 40;
const ORDER = ["running", "failed", "paused", "waiting", "done", "cancelled"];

export class UploadPanel {
  constructor(page) {
    this.page = page;
    this.queue = page.queue;
    this.summary = element("p", { class: "upload-line", id: "uploadinfo" });
    this.said = element("p", { class: "visually-hidden", role: "status" });
    this.bar = element("span", {});
    this.lines = element("ul", { class: "upload-lines" });
    this.actions = element("div", { class: "toolbar" });
    this.network = element("p", { class: "message", role: "status", hidden: true });
    this.title = element("h2", {});
    this.panel = element("aside", { class: "card uploads", hidden: true, "aria-labelledby": "uploads-title" },
      this.title, this.summary, element("div", { class: "progress" }, this.bar), this.network, this.lines,
      this.actions);
    this.title.id = "uploads-title";
    this.unfinished = element("div", { class: "unfinished" });
    document.querySelector("main").before(this.unfinished);
    document.querySelector("main").after(this.panel, this.said);
    this.queue.addEventListener("change", (event) => this.hear(event.item));
    for (const name of ["online", "offline"]) window.addEventListener(name, () => this.draw());
  }

  hear(item) {
    if (item.state === "done" && !item.isTold) {
      item.isTold = true;
      this.page.view?.arrived?.(item);
      if (!this.queue.isBusy) this.said.textContent = this.page.text.uploadsDone(this.count("done"));
    }
    if (item.state === "done" || item.state === "cancelled") this.drawUnfinished();
    this.drawSoon();
  }

  count(state) { return this.queue.items.filter((item) => item.state === state).length; }

  drawSoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    const { text } = this.page;
    const items = this.queue.items.filter((item) => item.state !== "cancelled");
    this.panel.hidden = items.length === 0;
    document.body.classList.toggle("has-uploads", items.length > 0);
    this.title.textContent = text.uploads;
    this.network.hidden = navigator.onLine;
    this.network.textContent = text.offline;
    this.drawSummary(items);
    const sorted = items.toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
    this.drawLines(sorted);
    this.drawActions();
  }

  drawSummary(items) {
    const { text } = this.page;
    const ended = items.filter((item) => item.state === "done").length;
    const current = items.find((item) => item.state === "running") ?? items.find((item) => item.state !== "done");
    const total = items.reduce((sum, item) => sum + item.size, 0);
    const sent = items.reduce((sum, item) => sum + item.sent, 0);
    const share = ended === items.length ? 1 : total ? sent / total : 0;
    this.bar.style.width = `${share * 100}%`;
    this.bar.parentNode.classList.toggle("good", ended === items.length);
    this.summary.replaceChildren(current
      ? text.uploadLine(visible(current.name), percent(current), Math.min(ended + 1, items.length), items.length)
      : text.uploadsDone(ended));
  }

  /** Lines are kept, so that a button does not vanish under the pointer. */
  drawLines(items) {
    const { text } = this.page;
    this.drawn ??= new Map();
    const shown = items.slice(0, LINES);
    const kept = new Map(shown.map((item) => [item, this.line(item)]));
    this.drawn = kept;
    const wanted = [...kept.values()];
    if (items.length > LINES) {
      const rest = this.page.language.number(items.length - LINES);
      wanted.push(element("li", { class: "quiet small" }, text.andMore(rest)));
    }
    const isSame = wanted.length === this.lines.children.length
      && wanted.every((line, index) => this.lines.children[index] === line);
    if (!isSame) this.lines.replaceChildren(...wanted);
  }

  line(item) {
    const { text, notices, language } = this.page;
    const drawing = `${item.state} ${language.code}`;
    let line = this.drawn.get(item);
    if (!line || line.dataset.drawing !== drawing) {
      line = element("li", { "data-drawing": drawing, "data-state": item.state },
        element("span", { class: "line-name" }, own(item.name)),
        element("span", { class: "line-buttons" }, this.buttons(item)),
        element("span", { class: "line-state quiet small" }));
    }
    const state = [text.states[item.state]];
    if (item.state === "running") state.push(`${percent(item)}%`);
    if (item.state === "running" && item.isResumed) state.push(text.resumedFrom);
    if (item.error && item.state === "failed") state.push(notices.sentence(item.error));
    const words = state.join(" · ");
    if (line.lastChild.textContent !== words) line.lastChild.textContent = words;
    return line;
  }

  buttons(item) {
    const { text } = this.page;
    const name = visible(item.name);
    const make = (label, drawing, onclick) =>
      button(label, { name: drawing, kind: "plain tiny", isIcon: true, onclick });
    const cancel = make(text.cancelUpload(name), "close", () => this.queue.cancel(item));
    switch (item.state) {
      case "waiting": case "running": return [make(text.pause(name), "pause", () => this.queue.pause(item)), cancel];
      case "paused": return [make(text.resume(name), "play", () => this.queue.resume(item)), cancel];
      case "failed": return [make(text.retry(name), "again", () => this.queue.resume(item)), cancel];
      default: return [];
    }
  }

  drawActions() {
    const { text } = this.page;
    const each = (states, act) => () => {
      for (const item of this.queue.items.filter((item) => states.includes(item.state))) act(item);
    };
    const mode = [this.page.language.code, this.queue.isBusy, this.count("paused") + this.count("failed") > 0].join();
    if (this.mode === mode) return;
    this.mode = mode;
    const waits = this.count("paused") + this.count("failed") > 0;
    this.actions.replaceChildren(
      this.queue.isBusy ? button(text.pauseAll, {
        name: "pause", kind: "tiny", onclick: each(["waiting", "running"], (item) => this.queue.pause(item)),
      }) : "",
      waits ? button(text.resumeAll, {
        name: "play", kind: "tiny", onclick: each(["paused", "failed"], (item) => this.queue.resume(item)),
      }) : "",
      !this.queue.isBusy && !waits ? button(text.clear, {
        kind: "tiny", id: "clear-uploads", onclick: () => { this.queue.clear(); this.draw(); },
      }) : "");
  }

  /** Uploads that a page loaded before began: the same files, chosen again, go on. */
  drawUnfinished() {
    const { page } = this;
    const { text, language, view } = page;
    const busy = new Set(this.queue.items.filter((item) => item.state !== "cancelled").map((item) => item.key));
    const left = this.queue.remembered.list().filter((one) => !busy.has(one.key));
    if (!left.length || !(view?.chooser || page.folderAddress)) return this.unfinished.replaceChildren();
    // A file goes on where it was going to: from another folder, the way there is shown.
    const name = (one) => {
      const address = page.folderAddress?.(one);
      return address ? element("a", { href: address }, own(one.key)) : own(one.key);
    };
    const canGoOn = view?.chooser && left.some((one) => view.takes?.(one) ?? true);
    this.unfinished.replaceChildren(element("section", { class: "card padded stack" },
      element("h2", {}, text.unfinished(left.length)), element("p", { class: "quiet" }, text.unfinishedLead),
      element("ul", { class: "upload-lines" }, left.map((one) => element("li", {},
        element("span", { class: "line-name" }, name(one)),
        element("span", { class: "line-buttons" }, button(text.forget, {
          kind: "tiny", onclick: async () => { await this.queue.forget(one); this.drawUnfinished(); },
        })),
        element("span", { class: "line-state quiet small" },
          `${language.bytes(one.arrived)} / ${language.bytes(one.size)}`)))),
      canGoOn && element("div", { class: "buttons" }, button(text.chooseAgain, {
        name: "upload", kind: "primary", onclick: () => view.chooser.click(),
      }))));
  }
}

const percent = (item) => (item.state === "done" ? 100 : item.size ? Math.floor((item.sent / item.size) * 100) : 0);
