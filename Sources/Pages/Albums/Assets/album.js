// One album: its files, and what is done with them.

import { button, element, icon, own, visible } from "./dom.js";
import { deleteAlbum, deleteFiles } from "./deleting.js";
import { PagedList } from "./more.js";
import { ending, freeKey, kindOf, prefixOf } from "./names.js";
import { Viewer } from "./viewer.js";

/** Full rows, however many columns there are. */
const PAGE = 240;
/** What is seen first comes quickly: the list of it is as long as all else that the page loads. */
const FIRST = 120;
/** Addresses of pictures are good for so long at least, in milliseconds. */
const FRESH = 10 * 60 * 1000;

/** The first key that begins so is this one, if it is there. To list is a right that the page needs anyway. */
const isThere = async (s3, key) => (await s3.list({ prefix: key, limit: 1 })).objects[0]?.key === key;

export class AlbumView {
  constructor(page, album) {
    this.page = page;
    this.album = album;
    /** Files by key, in the order they are shown. */
    this.files = new Map();
    this.selected = new Set();
    const { text } = page;
    this.list = element("div", { class: "chunks" });
    /** What was uploaded since the page was opened. */
    this.arrivals = this.chunk([]);
    this.empty = element("div", {});
    this.place = element("div", { class: "stack" });
    this.selection = element("div", { class: "toolbar selection", hidden: true });
    this.chooser = element("input", {
      type: "file", multiple: true, class: "visually-hidden", id: "files", tabindex: -1, "aria-label": text.addFiles,
      onchange: () => { this.add([...this.chooser.files]); this.chooser.value = ""; },
    });
    this.element = element("section", { class: "stack album-view" },
      element("nav", { "aria-label": text.albums }, element("ol", { class: "breadcrumb" },
        element("li", {}, element("a", { href: "#/" }, text.albums)),
        element("li", { "aria-current": "page" }, own(album)))),
      element("div", { class: "head" },
        element("div", { class: "head-text" }, element("h1", { tabindex: -1 }, own(album))),
        button(text.deleteThisAlbum, {
          name: "trash", kind: "plain danger-quiet", id: "delete-album",
          onclick: () => deleteAlbum(page, album, () => page.open("")),
        }),
        button(text.addFiles, {
          name: "upload", kind: "primary", id: "add-files", onclick: () => this.chooser.click(),
        }), this.chooser),
      this.selection, this.place,
      element("p", { class: "drop-note", "aria-hidden": "true" }, text.dropHere));
    this.takeDrops();
  }

  chunk(cells) { return element("ul", { class: "photos chunk", "aria-label": visible(this.album) }, cells); }

  nameOf(key) { return key.slice(prefixOf(this.album).length); }

  begin() {
    const { text, notices, s3 } = this.page;
    const prefix = prefixOf(this.album);
    this.pages = new PagedList({
      list: this.list, text, notices, make: (cells) => this.chunk(cells),
      load: async (next, signal) => {
        // One more for the album's own object, which comes first.
        const page = await s3.list({ prefix, limit: next ? PAGE : FIRST + 1, next, signal });
        // The album's own object is none of its files; what was uploaded just now is shown already.
        const entries = page.objects.filter((object) => object.key !== prefix && !this.files.has(object.key));
        return { entries, next: page.next };
      },
      draw: (object) => (this.files.has(object.key) ? null : this.cell(object)),
      onend: () => this.drawEmpty(),
    });
    this.place.replaceChildren(this.arrivals, this.list, this.empty, this.pages.foot);
    this.pages.begin();
    this.page.panel.drawUnfinished();
  }

  end() { this.pages.end(); }

  cell(object) {
    const { text } = this.page;
    const name = this.nameOf(object.key);
    const thumb = element("span", { class: "thumb" });
    const cell = element("li", { class: "photo" },
      element("button", {
        type: "button", class: "photo-open", "aria-label": text.view(visible(name)),
        onclick: () => new Viewer(this, object.key),
      }, thumb),
      element("span", { class: "photo-foot" },
        element("input", {
          type: "checkbox", class: "check", "aria-label": text.select(visible(name)),
          onchange: (event) => this.select(object.key, event.target.checked),
        }),
        element("span", { class: "photo-name", title: visible(name) }, own(name)),
        element("span", { class: "quiet small" }, this.page.language.bytes(object.size))));
    this.files.set(object.key, { ...object, cell });
    this.drawThumb(thumb, object);
    return cell;
  }

  async drawThumb(thumb, object) {
    const kind = kindOf(object.key);
    const plain = () => thumb.replaceChildren(
      icon(kind), element("span", { class: "ending" }, visible(ending(object.key))));
    plain();
    if (kind !== "photo" || !object.size) return;
    try {
      const picture = element("img", { alt: "", loading: "lazy", decoding: "async" });
      let signed = Date.now();
      // Its address has ended before it came into view, or it is no picture after all.
      picture.onerror = async () => {
        if (Date.now() - signed < FRESH) return plain();
        signed = Date.now();
        picture.src = await this.page.s3.address(object.key);
      };
      picture.src = await this.page.s3.address(object.key);
      thumb.replaceChildren(picture);
    } catch { /* its drawing stays */ }
  }

  drawEmpty() {
    const { text } = this.page;
    this.element.classList.toggle("is-empty", this.files.size === 0);
    if (this.files.size || this.pages.next) return this.empty.replaceChildren();
    this.empty.replaceChildren(element("div", { class: "card empty drop" }, icon("photo"),
      element("h2", {}, text.emptyAlbum), element("p", {}, text.emptyAlbumLead),
      button(text.addFiles, { name: "upload", onclick: () => this.chooser.click() })));
  }

  // Selection

  select(key, isSelected) {
    if (isSelected) this.selected.add(key);
    else this.selected.delete(key);
    this.files.get(key)?.cell.classList.toggle("is-selected", isSelected);
    this.drawSelection();
  }

  drawSelection() {
    const { text, language } = this.page;
    const count = this.selected.size;
    this.selection.hidden = count === 0;
    this.selection.replaceChildren(
      element("strong", { role: "status" }, text.selected(language.number(count))),
      button(text.selectAll, { kind: "tiny", onclick: () => this.selectAll() }),
      button(text.deleteSelected, {
        name: "trash", kind: "tiny danger", id: "delete-selected", onclick: () => this.delete([...this.selected]),
      }));
  }

  selectAll() {
    for (const [key, file] of this.files) {
      file.cell.querySelector(".check").checked = true;
      this.select(key, true);
    }
  }

  delete(keys, done) {
    return deleteFiles(this.page, keys, (key) => this.nameOf(key), (gone) => {
      for (const key of gone) {
        this.files.get(key)?.cell.remove();
        this.files.delete(key);
        this.selected.delete(key);
      }
      this.drawSelection();
      this.drawEmpty();
      done?.();
    });
  }

  // Uploads

  async add(files) {
    const { s3, queue, notices, text } = this.page;
    const unfinished = new Map(queue.remembered.list().map((one) => [queue.remembered.name(one), one.key]));
    const taken = new Set(queue.items.filter((item) => item.state !== "cancelled").map((item) => item.key));
    for (const file of files) {
      const sameKey = prefixOf(this.album) + file.name;
      try {
        // A file that was on its way goes on to the key it was going to.
        const going = [...unfinished.values()].find((key) => unfinished.has(queue.remembered.name({ key, file })));
        const isTaken = async (key) => taken.has(key) || this.files.has(key) || (await isThere(s3, key));
        const key = going && !taken.has(going) ? going : await freeKey(this.album, file.name, isTaken);
        if (!key) {
          notices.say(text.nameTooLong(visible(file.name)));
          continue;
        }
        taken.add(key);
        queue.add(file, key);
      } catch (error) {
        notices.fail(Object.assign(error, { key: sameKey }));
      }
    }
    this.page.panel.drawUnfinished();
  }

  /** An upload has ended: its file is there. */
  arrived(item) {
    const prefix = prefixOf(this.album);
    if (!item.key.startsWith(prefix) || this.files.has(item.key)) return;
    // Into the page there is; before several, which keep their full rows.
    const pages = this.list.children;
    const place = pages.length === 1 && !this.pages.next ? pages[0] : this.arrivals;
    place.prepend(this.cell({ key: item.key, size: item.size, modified: new Date() }));
    this.drawEmpty();
  }

  takeDrops() {
    const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    const mark = (isOver) => this.element.classList.toggle("is-over", isOver);
    this.element.addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      mark(true);
    });
    this.element.addEventListener("dragleave", (event) => {
      if (!this.element.contains(event.relatedTarget)) mark(false);
    });
    this.element.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      mark(false);
      // A folder is no file, though it comes as one.
      const entries = [...event.dataTransfer.items].filter((item) => item.webkitGetAsEntry?.()?.isDirectory !== true);
      this.add(entries.map((item) => item.getAsFile()).filter(Boolean));
    });
  }
}
