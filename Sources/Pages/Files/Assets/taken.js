// Names that are taken: whether the file there is replaced, both are kept, or the new one is left out.

import { button, element, visible } from "./dom.js";
import { open } from "./dialog.js";
import { freeName } from "./names.js";

/**
 * @returns `way`, which comes to replace, both or skip, or to null where it was thought better of; and `tell`, by which
 * the question is asked about more names than it began with.
 */
export function askAboutTaken(page, names) {
  const { text } = page;
  const message = element("p", {});
  const tell = (some) => { message.textContent = text.takenMessage(some.length, visible(some[0])); };
  tell(names);
  const way = new Promise((resolve) => {
    let chosen = null;
    const choose = (label, value, kind = "") => button(label, {
      kind, id: `way-${value}`, onclick: () => { chosen = value; dialog.close(); },
    });
    const dialog = open(text.existsTitle, [
      message,
      element("div", { class: "buttons" }, choose(text.skipIt, "skip"), choose(text.keepBoth, "both"),
        choose(text.replace, "replace", "danger")),
    ], { onclose: () => resolve(chosen) });
  });
  return { way, tell };
}

/**
 * Uploads whose names turned out to be taken when they began: the list does not show every file, and others upload too.
 * One question is for all that wait for its answer.
 */
export class TakenNames {
  constructor(page) {
    this.page = page;
    this.waiting = [];
    page.queue.addEventListener("change", (event) => this.hear(event.item));
  }

  hear(item) {
    const { route } = this.page;
    // Agreed to once, for this file.
    if (item.state === "done" || item.state === "cancelled") route.replaced.delete(item.key);
    if (item.state !== "failed" || item.error?.code !== "Exists" || this.waiting.includes(item)) return;
    if (item.taken) return void this.rename(item);
    this.waiting.push(item);
    if (this.question) this.question.tell(this.waiting.map((one) => one.name));
    else this.ask();
  }

  async ask() {
    const { page } = this;
    this.question = askAboutTaken(page, this.waiting.map((one) => one.name));
    const way = await this.question.way;
    this.question = null;
    for (const item of this.waiting.splice(0)) {
      if (item.state !== "failed") continue;
      if (way === "replace") {
        page.route.replaced.add(item.key);
        page.queue.resume(item);
      } else if (way === "both") this.rename(item);
      else page.queue.cancel(item);
    }
  }

  /** The next number that is free as far as is known; it may be taken too. */
  async rename(item) {
    const { queue } = this.page;
    await queue.forget(item);
    item.taken = (item.taken ?? new Set()).add(item.key);
    const folder = item.key.slice(0, item.key.lastIndexOf("/") + 1);
    item.key = folder + freeName(item.name, (name) => item.taken.has(folder + name));
    queue.resume(item);
  }
}
