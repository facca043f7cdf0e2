// All albums.

import { button, element, icon, own, visible } from "./dom.js";
import { ask } from "./dialog.js";
import { deleteAlbum } from "./deleting.js";
import { PagedList } from "./more.js";
import { albumOf, kindOf, prefixOf, problemOfName } from "./names.js";

/** Full rows, however many columns there are. */
const PAGE = 240;
/** Among so many of an album's first files its cover is looked for. */
const COVER_SEARCH = 12;
const TYPING_PAUSE = 250;

export class AlbumList {
  constructor(page) {
    this.page = page;
    const { text } = page;
    this.list = element("div", { class: "chunks" });
    this.empty = element("div", {});
    this.search = element("input", {
      class: "input search", type: "search", "aria-label": text.searchAlbums, placeholder: text.searchAlbums,
      maxlength: 1000, dir: "auto", oninput: () => this.searchSoon(),
    });
    this.covers = new IntersectionObserver((seen) => {
      for (const one of seen.filter((one) => one.isIntersecting)) {
        this.covers.unobserve(one.target);
        this.drawCover(one.target).catch(() => {});
      }
    }, { rootMargin: "200px" });
    this.place = element("div", { class: "stack" });
    this.element = element("section", { class: "stack" },
      element("div", { class: "head" },
        element("div", { class: "head-text" }, element("h1", { tabindex: -1 }, text.albums),
          element("p", { class: "quiet" }, text.lead)),
        this.search,
        button(text.newAlbum, { name: "plus", kind: "primary", id: "new-album", onclick: () => this.create() })),
      this.place);
  }

  begin() {
    this.pages?.end();
    this.list.replaceChildren();
    this.empty.replaceChildren();
    const { text, notices, s3 } = this.page;
    const wanted = this.search.value;
    this.pages = new PagedList({
      list: this.list, text, notices,
      make: (cards) => element("ul", { class: "grid albums chunk", "aria-label": text.albums }, cards),
      load: async (next, signal) => {
        const page = await s3.list({ prefix: wanted, delimiter: "/", limit: PAGE, next, signal });
        return { entries: page.prefixes, next: page.next };
      },
      draw: (prefix) => this.card(albumOf(prefix)),
      onend: (count, isMore) => { if (!count && !isMore) this.drawEmpty(wanted); },
    });
    this.place.replaceChildren(this.list, this.empty, this.pages.foot);
    this.pages.begin();
  }

  end() {
    clearTimeout(this.timer);
    this.pages.end();
    this.covers.disconnect();
  }

  searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.begin(), TYPING_PAUSE);
  }

  card(album) {
    const { text } = this.page;
    const shown = visible(album);
    const cover = element("span", { class: "cover" }, icon("album"));
    const card = element("li", { class: "card album" },
      element("a", { href: `#/${encodeURIComponent(album)}`, "aria-label": text.openAlbum(shown) },
        cover, element("span", { class: "album-name" }, own(album))),
      button(text.deleteAlbum(shown), {
        name: "trash", kind: "plain danger-quiet", isIcon: true,
        onclick: () => deleteAlbum(this.page, album, () => this.removed(card)),
      }));
    cover.dataset.album = album;
    this.covers.observe(cover);
    return card;
  }

  async drawCover(cover) {
    const { s3 } = this.page;
    const { objects } = await s3.list({ prefix: prefixOf(cover.dataset.album), limit: COVER_SEARCH });
    const first = objects.find((object) => object.size > 0 && kindOf(object.key) === "photo");
    if (!first) return;
    const picture = element("img", { src: await s3.address(first.key), alt: "", decoding: "async" });
    picture.onload = () => cover.replaceChildren(picture);
  }

  removed(card) {
    card.remove();
    this.search.focus();
    if (!this.list.querySelector(".album")) this.begin();
  }

  drawEmpty(wanted) {
    const { text } = this.page;
    this.empty.replaceChildren(element("div", { class: "card empty" }, icon(wanted ? "search" : "album"),
      element("h2", {}, wanted ? text.noneFound(visible(wanted)) : text.noAlbums),
      element("p", {}, wanted ? text.noneFoundLead : text.noAlbumsLead),
      !wanted && button(text.newAlbum, { name: "plus", onclick: () => this.create() })));
  }

  async create() {
    const { text, s3, notices } = this.page;
    const name = (await ask({
      title: text.newAlbum, label: text.albumName, action: text.create, cancel: text.cancel,
      check: (value) => problemOfName(value.trim(), text),
    }))?.trim();
    if (!name) return;
    try {
      const there = await s3.list({ prefix: prefixOf(name), limit: 1 });
      if (there.objects.length) return notices.say(text.exists);
      await s3.put(prefixOf(name), "");
      notices.say(text.created(visible(name)));
      this.page.open(name);
    } catch (error) {
      notices.fail(error);
    }
  }
}
