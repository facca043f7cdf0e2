// The page: who looks at it, which view the address names, and what stays around the views.

import { IdentityPool } from "./cognito.js";
import { button, element, icon, own, pageData } from "./dom.js";
import { Language } from "./language.js";
import { RememberedUploads } from "./remembered.js";
import { S3Bucket } from "./s3.js";
import { SignIn } from "./signin.js";
import { UploadQueue } from "./upload.js";
import { AlbumView } from "./album.js";
import { AlbumList } from "./list.js";
import { Notices } from "./notices.js";
import { texts } from "./texts.js";
import { UploadPanel } from "./uploads.js";

class Albums {
  constructor(settings) {
    this.settings = settings;
    this.language = new Language(texts);
    this.notices = new Notices(this.language);
    this.main = document.querySelector("main");
    this.view = null;
    this.language.addEventListener("change", () => this.draw());
    window.addEventListener("hashchange", () => this.show());
  }

  get text() { return this.language.text; }

  async start() {
    this.drawBar();
    if (!window.crypto?.subtle) return this.showNote(this.text.insecure, this.text.insecureLead);
    const { signIn } = this.settings;
    let failure = "";
    if (signIn) {
      this.signIn = new SignIn({
        domain: new URL(signIn.domain, location.href).href, clientID: signIn.clientID,
        redirect: location.origin + location.pathname,
      });
      try { await this.signIn.finish(); } catch (error) { failure = this.text.signInFailed(error.message); }
    }
    this.connect();
    this.drawBar();
    this.show(failure);
  }

  connect() {
    const { identityPool, bucket, region } = this.settings;
    const endpoint = this.settings.endpoint || location.origin;
    const logins = this.signIn ? async () => ({ [this.settings.signIn.provider]: await this.token() }) : undefined;
    const pool = new IdentityPool({ endpoint, id: identityPool, logins });
    this.s3 = new S3Bucket({ endpoint, region, bucket, credentials: (isAnew) => pool.credentials(isAnew) });
    this.queue = new UploadQueue(this.s3, { remembered: new RememberedUploads(`${bucket}.${this.person}`) });
    this.panel = new UploadPanel(this);
    window.addEventListener("beforeunload", (event) => { if (this.queue.isBusy) event.preventDefault(); });
  }

  get person() { return this.signIn?.claims.sub ?? "guest"; }

  async token() {
    const token = await this.signIn.idToken();
    if (token) return token;
    this.drawBar();
    this.show(this.text.sessionEnded);
    throw Object.assign(new Error(this.text.sessionEnded), { code: "SessionEnded" });
  }

  /** The view that the address names: `#/` all albums, `#/NAME` one. */
  show(failure = "") {
    this.view?.end();
    this.view = null;
    if (this.signIn && !this.signIn.isSignedIn) return this.showSignIn(failure);
    let album = "";
    try { album = decodeURIComponent(location.hash.replace(/^#\/?/, "")); } catch { /* not one of ours */ }
    this.view = album ? new AlbumView(this, album) : new AlbumList(this);
    this.main.replaceChildren(this.view.element);
    document.title = [album, this.text.product].filter(Boolean).join(" · ");
    if (this.hasShown) this.view.element.querySelector("h1")?.focus();
    this.hasShown = true;
    this.view.begin();
    if (failure) this.notices.say(failure);
  }

  open(album) { location.hash = album ? `#/${encodeURIComponent(album)}` : "#/"; }

  /** In another language, with what goes on left alone. */
  draw() {
    this.drawBar();
    this.panel?.draw();
    if (this.s3) this.show();
    else this.start();
  }

  drawBar() {
    const { text } = this;
    document.querySelector(".skip").textContent = text.skip;
    this.languages ??= this.language.switch();
    const name = this.signIn?.claims.email ?? this.signIn?.claims["cognito:username"];
    document.querySelector(".topbar-inner").replaceChildren(
      element("a", { class: "product", href: "#/" }, logo(), text.product),
      name ? element("span", { class: "quiet small person" }, own(name)) : "",
      this.signIn?.isSignedIn ? button(text.signOut, { kind: "tiny", onclick: () => this.signIn.end() }) : "",
      this.settings.isLocked ? element("form", { method: "post", action: location.pathname },
        element("input", { type: "hidden", name: "leave", value: "yes" }),
        button(text.leave, { kind: "tiny", type: "submit" })) : "",
      this.languages);
    document.title = text.product;
  }

  showSignIn(failure) {
    const { text } = this;
    this.showNote(text.signInTitle, text.signInLead, failure, button(text.signIn, {
      kind: "primary", onclick: () => this.signIn.begin(this.language.code),
    }));
  }

  showNote(title, lead, failure = "", action = "") {
    this.main.replaceChildren(element("div", { class: "card empty" }, icon("album"),
      element("h1", { tabindex: -1 }, title), element("p", {}, lead),
      failure && element("p", { class: "message bad", role: "alert" }, failure), action));
  }
}

const logo = () => element("img", { src: document.querySelector("link[rel=icon]").href, alt: "", width: 28, height: 28 });

new Albums(pageData()).start();
