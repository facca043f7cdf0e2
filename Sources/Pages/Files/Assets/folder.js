// One folder: its list, a page at a time, and what can be done there.

import { button, element, icon, own, visible } from "./dom.js";
import { open } from "./dialog.js";
import { PagedList } from "./more.js";
import { move, newFolder, remove, rename } from "./actions.js";
import { chosenFiles, droppedFiles } from "./chosen.js";
import { addressOf, bytesOf, freeName, KEY_LIMIT, kindOf, titleOf } from "./names.js";
import { Preview } from "./preview.js";
import { share } from "./share.js";
import { askAboutTaken } from "./taken.js";

/** So long after the last letter a search begins. */
const SEARCH_PAUSE = 250;

export class FolderView {
  constructor(page, bucket, folder) {
    Object.assign(this, { page, bucket, folder });
    this.search = "";
    this.rows = new Map();
    this.selected = new Set();
    this.chooser = element("input", {
      type: "file", multiple: true, class: "visually-hidden", tabindex: -1, "aria-hidden": "true", id: "chooser",
      onchange: () => this.addChosen(this.chooser),
    });
    this.folderChooser = element("input", {
      type: "file", webkitdirectory: true, class: "visually-hidden", tabindex: -1, "aria-hidden": "true",
      id: "folder-chooser", onchange: () => this.addChosen(this.folderChooser),
    });
    this.list = element("div", { class: "rows pages", id: "list" });
    this.selection = element("div", { class: "toolbar selection", hidden: true });
    this.empty = element("div", {});
    this.foot = element("div", {});
    this.element = element("div", { class: "stack folder" }, this.head(), this.toolbar(), this.selection, this.list,
      this.empty, this.foot, element("p", { class: "drop-note", "aria-hidden": "true" }, page.text.dropHere));
    this.takeDrops();
  }

  begin() { this.load(); }

  end() {
    this.isOver = true;
    this.pages?.end();
    clearTimeout(this.timer);
  }

  /** Whether an upload is of this folder, or of one within. */
  holds(item) { return item.key.startsWith(`${this.bucket}/${this.folder}`); }

  /** Whether an upload goes on when its file is chosen here. */
  takes({ key }) { return key.slice(0, key.lastIndexOf("/") + 1) === `${this.bucket}/${this.folder}`; }

  head() {
    const { text, home } = this.page;
    const crumbs = [element("li", {}, element("a", { href: "#/" }, text.places))];
    // Folders above one's own are nobody's to see.
    const isHome = home && this.bucket === this.page.homeBucket && this.folder.startsWith(home);
    const top = isHome ? home : "";
    crumbs.push(element("li", {},
      element("a", { href: addressOf(this.bucket, top) }, isHome ? text.home : own(this.bucket))));
    let path = top;
    for (const part of this.folder.slice(top.length).split("/").filter((_, index, all) => index < all.length - 1)) {
      path += `${part}/`;
      crumbs.push(element("li", {}, element("a", { href: addressOf(this.bucket, path) }, own(part || "/"))));
    }
    crumbs.at(-1).firstChild.setAttribute("aria-current", "page");
    const title = this.folder === top ? (isHome ? text.home : own(this.bucket)) : own(titleOf(this.folder));
    return element("div", { class: "stack head-stack" },
      element("nav", { "aria-label": text.path }, element("ol", { class: "breadcrumb" }, crumbs)),
      element("h1", { tabindex: -1 }, title));
  }

  toolbar() {
    const { text } = this.page;
    const field = element("input", {
      class: "input search", type: "search", id: "search", placeholder: text.search, "aria-label": text.search,
      dir: "auto", autocomplete: "off", maxlength: 1000,
      oninput: () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => { this.search = field.value; this.load(); }, SEARCH_PAUSE);
      },
    });
    return element("div", { class: "toolbar" },
      button(text.upload, { name: "upload", kind: "primary", id: "upload", onclick: () => this.chooser.click() }),
      button(text.uploadFolder, { name: "album", id: "upload-folder", onclick: () => this.folderChooser.click() }),
      button(text.newFolder, { name: "plus", id: "new-folder", onclick: () => newFolder(this) }),
      field, this.chooser, this.folderChooser);
  }

  /** What was done may have taken so long that another folder is shown by now. */
  reload() { if (!this.isOver) this.load(); }

  load() {
    const { page } = this;
    this.pages?.end();
    this.rows.clear();
    this.selected.clear();
    /** What came since, above all pages. */
    this.arrivals = this.chunk([]);
    this.list.replaceChildren(this.arrivals);
    this.empty.replaceChildren();
    this.drawSelection();
    const { search } = this;
    this.pages = new PagedList({
      list: this.list, text: page.text, notices: page.notices, make: (rows) => this.chunk(rows),
      load: async (token, signal) => {
        const answer = await page.server.get(
          "objects", { bucket: this.bucket, prefix: this.folder, search, token }, signal);
        const folders = answer.folders.map((key) => ({ key }));
        return { entries: [...folders, ...answer.objects].filter(({ key }) => !this.rows.has(key)), next: answer.next };
      },
      draw: (entry) => (this.rows.has(entry.key) ? null : this.row(entry)),
      onend: (count, hasMore) => this.drawEmpty(count, hasMore),
    });
    this.foot.replaceChildren(this.pages.foot);
    this.pages.begin();
  }

  drawEmpty() {
    const { text } = this.page;
    if (this.rows.size) return this.empty.replaceChildren();
    const [title, lead] = this.search ? [text.noneFound, text.noneFoundLead] : [text.emptyFolder, text.emptyFolderLead];
    this.empty.replaceChildren(element("div", { class: "card empty" }, icon(this.search ? "search" : "upload"),
      element("h2", {}, title), element("p", {}, lead)));
  }

  // Rows

  chunk(rows) { return element("ul", { class: "files" }, rows); }

  row({ key, size, modified }) {
    const { text, language } = this.page;
    const isFolder = key.endsWith("/");
    const object = isFolder ? null : { key, size, modified };
    const name = visible(titleOf(key));
    const check = element("input", {
      type: "checkbox", class: "check", "aria-label": text.select(name), onchange: () => this.select(key, check.checked),
    });
    const label = own(titleOf(key));
    const opener = isFolder
      ? element("a", { class: "row-name", href: addressOf(this.bucket, key) }, icon("album"), label)
      : element("button", { type: "button", class: "row-name", onclick: () => new Preview(this, object) },
        icon(DRAWINGS[kindOf(key)]), label);
    const more = button(text.moreOf(name), { name: "more", kind: "plain tiny", isIcon: true, onclick: () => this.menu(key, object) });
    const line = element("li", { "data-key": key }, check, opener,
      element("span", { class: "row-size quiet small" }, isFolder ? "" : language.bytes(size)),
      element("span", { class: "row-time quiet small" }, isFolder ? "" : language.date(new Date(modified))), more);
    this.rows.set(key, { line, object, opener, check });
    return line;
  }

  focusRow(key) { this.rows.get(key)?.opener.focus(); }

  addFolder(key) {
    if (this.rows.has(key)) return this.focusRow(key);
    this.arrivals.prepend(this.row({ key }));
    this.drawEmpty();
    this.focusRow(key);
  }

  menu(key, object) {
    const { text, server } = this.page;
    const choose = (label, name, act, kind = "") => button(label, {
      name, kind: `plain ${kind}`.trim(), onclick: () => { dialog.close(); act(); },
    });
    const dialog = open("", [
      element("p", { class: "share-name" }, own(titleOf(key))),
      element("div", { class: "menu" },
        object && choose(text.share, "forward", () => this.share(key)),
        object && element("a", {
          class: "button plain", href: server.address(this.bucket, key, { isDownload: true }), onclick: () => dialog.close(),
        }, icon("download"), text.download),
        choose(text.rename, "copy", () => rename(this, key)),
        choose(text.move, "forward", () => move(this, [key])),
        choose(text.delete, "trash", () => remove(this, [key]), "danger-quiet"),
        button(text.cancel, { name: "close", kind: "plain", onclick: () => dialog.close() })),
    ], { kind: "menu-dialog", onclose: () => this.rows.get(key)?.opener.focus() });
    dialog.removeAttribute("aria-labelledby");
    dialog.setAttribute("aria-label", text.moreOf(visible(titleOf(key))));
    dialog.querySelector("h2").remove();
    dialog.querySelector(".menu .button").focus();
  }

  share(key) { share(this.page, this.bucket, key); }

  // Selection

  select(key, isSelected) {
    if (isSelected) this.selected.add(key);
    else this.selected.delete(key);
    this.rows.get(key)?.line.classList.toggle("is-selected", isSelected);
    this.drawSelection();
  }

  drawSelection() {
    const { text, language } = this.page;
    const keys = [...this.selected];
    this.selection.hidden = !keys.length;
    this.selection.replaceChildren(
      element("strong", { role: "status" }, text.selected(language.number(keys.length))),
      button(text.selectAll, { kind: "tiny", onclick: () => this.selectAll() }),
      button(text.move, { kind: "tiny", id: "move-selected", onclick: () => move(this, keys) }),
      button(text.delete, { name: "trash", kind: "tiny danger", id: "delete-selected", onclick: () => remove(this, keys) }));
  }

  selectAll() {
    for (const [key, { check, line }] of this.rows) {
      check.checked = true;
      line.classList.add("is-selected");
      this.selected.add(key);
    }
    this.drawSelection();
  }

  // Uploads

  addChosen(input) {
    this.add(chosenFiles(input));
    input.value = "";
  }

  async add({ found, isWhole }) {
    const { page, bucket, folder } = this;
    const { text, queue, notices } = page;
    if (!isWhole) notices.say(text.tooMany(page.language.number(found.length)));
    const fitting = found.filter(({ path }) => {
      const isFitting = bytesOf(folder + path) <= KEY_LIMIT;
      if (!isFitting) notices.say(text.nameTooLong(visible(path)));
      return isFitting;
    });
    const taken = fitting.filter(({ path }) => this.rows.has(folder + path));
    const way = taken.length ? await askAboutTaken(page, taken.map((one) => one.path)).way : "skip";
    if (way === null) return;
    for (const { file, path } of fitting) {
      let key = folder + path;
      if (this.rows.has(key)) {
        if (way === "skip") continue;
        if (way === "both") key = folder + freeName(path, (name) => this.rows.has(folder + name));
        else page.route.replaced.add(`${bucket}/${key}`);
      }
      queue.add(file, `${bucket}/${key}`);
    }
  }

  /** An upload has ended: its file is there. */
  arrived(item) {
    if (!this.holds(item) || this.search) return;
    const rest = item.key.slice(`${this.bucket}/${this.folder}`.length);
    const slash = rest.indexOf("/");
    const key = this.folder + (slash < 0 ? rest : rest.slice(0, slash + 1));
    const known = this.rows.get(key);
    if (known && slash >= 0) return;
    const line = this.row(slash < 0 ? { key, size: item.size, modified: new Date().toISOString() } : { key });
    if (known) known.line.replaceWith(line);
    else this.arrivals.prepend(line);
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
    this.element.addEventListener("drop", async (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      mark(false);
      this.add(await droppedFiles(event.dataTransfer));
    });
  }
}

const DRAWINGS = { photo: "photo", film: "film", sound: "sound", document: "file", text: "file", file: "file" };
