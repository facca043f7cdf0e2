// The page: who is signed in, which folder the address names, and what stays around the views.

import { button, element, icon, own, pageData } from "./dom.js";
import { Language } from "./language.js";
import { Notices } from "./notices.js";
import { RememberedUploads } from "./remembered.js";
import { UploadQueue } from "./upload.js";
import { UploadPanel } from "./uploads.js";
import { FolderView } from "./folder.js";
import { addressOf, folderOf, placeOf } from "./names.js";
import { FilesServer, UploadRoute } from "./server.js";
import { TakenNames } from "./taken.js";
import { texts } from "./texts.js";

class Files {
  constructor({ base }) {
    this.base = base;
    this.server = new FilesServer(base);
    this.language = new Language(texts);
    this.notices = new Notices(this.language);
    this.main = document.querySelector("main");
    this.view = null;
    this.server.addEventListener("signedout", () => this.showSignIn());
    this.language.addEventListener("change", () => this.draw());
    window.addEventListener("hashchange", () => this.show());
  }

  get text() { return this.language.text; }

  async start() {
    this.drawBar();
    try {
      const session = await this.server.get("session");
      this.server.formToken = session.formToken;
      this.name = session.name;
      this.home = session.home;
      this.buckets = session.buckets;
      if (!this.buckets.length) this.buckets = (await this.server.get("buckets")).buckets;
    } catch (error) {
      if (error.code !== "SignedOut") this.main.replaceChildren(this.notices.block(error, () => this.start()));
      return;
    }
    this.route = new UploadRoute(this.server);
    this.queue = new UploadQueue(this.route, { remembered: new RememberedUploads(`files.${this.name}`) });
    this.taken = new TakenNames(this);
    this.panel = new UploadPanel(this);
    window.addEventListener("beforeunload", (event) => { if (this.queue.isBusy) event.preventDefault(); });
    this.drawBar();
    this.show();
  }

  /** One's own folder is in the first bucket. */
  get homeBucket() { return this.buckets?.[0]; }

  /** `#/` all places, `#/BUCKET/FOLDER/` a folder. */
  show() {
    if (!this.buckets) return;
    this.leave();
    const { bucket, folder } = placeOf(location.hash);
    this.view = bucket ? new FolderView(this, bucket, folder) : new PlacesView(this);
    this.main.replaceChildren(this.view.element);
    document.title = [folder || bucket, this.text.product].filter(Boolean).join(" · ");
    if (this.hasShown) this.view.element.querySelector("h1")?.focus();
    this.hasShown = true;
    this.view.begin();
    this.panel.drawUnfinished();
  }

  /** Questions about what is shown no more have no answer; they would keep what comes next from being touched. */
  leave() {
    this.view?.end();
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  }

  /** Where the folder of an upload is, if it is not the one that is shown. */
  folderAddress({ key }) {
    if (this.view?.takes?.({ key })) return null;
    const slash = key.indexOf("/");
    return addressOf(key.slice(0, slash), folderOf(key.slice(slash + 1)));
  }

  /** In another language, with what goes on left alone. */
  draw() {
    this.drawBar();
    this.panel?.draw();
    this.show();
  }

  drawBar() {
    const { text } = this;
    document.querySelector(".skip").textContent = text.skip;
    this.languages ??= this.language.switch();
    document.querySelector(".topbar-inner").replaceChildren(
      element("a", { class: "product", href: "#/" }, logo(), text.product),
      this.name ? element("span", { class: "quiet small person" }, own(this.name)) : "",
      this.name ? button(text.signOut, { kind: "tiny", id: "sign-out", onclick: () => this.signOut() }) : "",
      this.languages);
    document.title = text.product;
  }

  async signOut() {
    try {
      location.assign(await this.server.signOut());
    } catch (error) {
      this.notices.fail(error);
    }
  }

  showSignIn() {
    const { text } = this;
    this.leave();
    this.view = null;
    this.name = null;
    this.buckets = null;
    this.drawBar();
    this.main.replaceChildren(element("div", { class: "card empty" }, icon("album"),
      element("h1", { tabindex: -1 }, text.sessionEnded), element("p", {}, text.sessionEndedLead),
      element("a", { class: "button primary", href: `${this.base}/login?lang=${this.language.code}` }, text.signIn)));
    this.main.querySelector("h1").focus();
  }
}

/** Where one may begin: one's own folder, and the buckets. */
class PlacesView {
  constructor(page) {
    const { text, home, buckets, homeBucket } = page;
    const place = (address, drawing, name, lead = "") => element("li", { class: "card place" }, icon(drawing),
      element("a", { href: address }, name), lead && element("p", { class: "quiet small" }, lead));
    this.element = element("div", { class: "stack" }, element("h1", { tabindex: -1 }, text.places),
      element("ul", { class: "grid places" },
        home && homeBucket ? place(addressOf(homeBucket, home), "album", text.home, text.homeLead) : null,
        buckets.map((bucket) => place(addressOf(bucket), "album", own(bucket), text.bucketLead))),
      !buckets.length && element("div", { class: "card empty" }, icon("album"), element("h2", {}, text.noBuckets),
        element("p", {}, text.noBucketsLead)));
  }

  begin() {}
  end() {}
}

const logo = () => element("img", { src: document.querySelector("link[rel=icon]").href, alt: "", width: 28, height: 28 });

new Files(pageData()).start();
