// A long list, a page at a time: the next one is asked for when its end comes into view, or by its button. Each page is
// a list of its own, which the browser need not lay out while it is out of sight: the hundred thousandth entry comes as
// quickly as the first.

import { button, element } from "./dom.js";

/** Entries drawn at a stretch: what somebody does meanwhile waits for no more. */
const STRETCH = 60;

export class PagedList {
  /**
   * @param load Gives { entries, next } for the mark of a page; the first has none.
   * @param list Where the pages go; `make` makes the list of one.
   * @param draw Makes an entry's element; null for one that has come in another way meanwhile.
   * @param onend Hears that a page was drawn: how many entries there are, whether more follow.
   */
  constructor({ list, text, notices, make, load, draw, onend }) {
    Object.assign(this, { list, text, notices, make, load, draw, onend });
    this.count = 0;
    this.next = "";
    this.stop = new AbortController();
    this.foot = element("div", { class: "foot" });
    this.watch = new IntersectionObserver(
      (seen) => { if (seen.some((one) => one.isIntersecting)) this.loadMore(); }, { rootMargin: "600px" });
  }

  begin() { this.loadMore(); }

  end() {
    this.stop.abort();
    this.watch.disconnect();
  }

  async loadMore() {
    if (this.isLoading) return;
    this.isLoading = true;
    this.watch.disconnect();
    this.foot.replaceChildren(element("p", { class: "waiting", role: "status" }, this.text.loading));
    try {
      const page = await this.load(this.next, this.stop.signal);
      if (this.stop.signal.aborted) return;
      await this.drawPage(page.entries);
      if (this.stop.signal.aborted) return;
      this.count += page.entries.length;
      this.next = page.next;
      this.isLoading = false;
      this.drawFoot();
      this.onend(this.count, Boolean(this.next));
    } catch (error) {
      if (this.stop.signal.aborted) return;
      this.isLoading = false;
      this.foot.replaceChildren(this.notices.block(error, () => this.loadMore()));
    }
  }

  async drawPage(entries) {
    const chunk = this.make([]);
    this.list.append(chunk);
    for (let from = 0; from < entries.length; from += STRETCH) {
      if (from) await new Promise((resume) => { setTimeout(resume); });
      if (this.stop.signal.aborted) return;
      chunk.append(...entries.slice(from, from + STRETCH).map(this.draw).filter(Boolean));
    }
  }

  drawFoot() {
    if (!this.next) return this.foot.replaceChildren();
    this.foot.replaceChildren(button(this.text.more, { onclick: () => this.loadMore() }));
    this.watch.observe(this.foot);
  }
}
