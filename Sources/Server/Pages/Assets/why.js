// Why a request was refused: the field for its id, the keys where they are needed, and the explanation.

import { button, element, pageData } from "./dom.js";
import { Language } from "./language.js";
import { sign } from "./sigv4.js";
import { texts } from "./whytexts.js";
import { Explanation } from "./whyview.js";

const ROOT = "/_hanok/why";

class Why {
  constructor({ isOpen }) {
    this.isOpen = isOpen;
    /** Never stored: they are gone with the page. */
    this.keys = { accessKeyId: "", secretAccessKey: "", sessionToken: "" };
    this.result = null;
    this.language = new Language(texts);
    this.language.addEventListener("change", () => this.draw());
    window.addEventListener("popstate", () => this.follow());
    this.follow();
  }

  get text() { return this.language.text; }

  /** To the id that the address names. */
  follow() {
    try { this.id = decodeURIComponent(location.pathname.slice(ROOT.length + 1)); } catch { this.id = ""; }
    this.result = null;
    this.draw();
    if (this.id && this.isOpen) this.explain();
  }

  async explain() {
    this.show({ isLoading: true });
    try {
      const reply = await this.ask();
      if (reply.status === 404) this.show({ title: this.text.notFound, lead: this.text.notFoundLead });
      else if (reply.status === 403) this.show({ title: this.text.notAllowed });
      else if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
      else this.show({ document: await reply.json() });
    } catch (error) {
      this.show({ title: this.text.failed(error.message) });
    }
  }

  async ask() {
    const id = encodeURIComponent(this.id);
    const headers = { accept: "application/json" };
    if (this.isOpen) return fetch(`${ROOT}/${id}`, { headers, cache: "no-store" });
    if (!window.crypto?.subtle) throw new Error(this.text.insecure);
    const url = `${location.origin}/_hanok/explain/${id}`;
    const signed = await sign({ url, region: "us-east-1", service: "sts", credentials: this.keys });
    return fetch(url, { headers: { ...headers, ...signed }, cache: "no-store" });
  }

  show(result) {
    this.result = result;
    this.drawResult();
  }

  draw() {
    const { text } = this;
    document.title = text.title;
    document.querySelector(".skip").textContent = text.skip;
    this.languages ??= this.language.switch();
    document.querySelector(".topbar-inner").replaceChildren(
      element("a", { class: "product", href: ROOT },
        element("img", { src: document.querySelector("link[rel=icon]").href, alt: "" }), text.title), this.languages);
    this.place = element("div", { "aria-live": "polite" });
    document.querySelector("main").replaceChildren(element("div", { class: "stack" },
      element("div", {}, element("h1", { tabindex: -1 }, text.heading), element("p", { class: "quiet" }, text.lead)),
      this.form(), this.place));
    this.drawResult();
  }

  form() {
    const { text } = this;
    const id = element("input", {
      class: "input", id: "request-id", name: "id", value: this.id, required: true, maxlength: 64, autocomplete: "off",
      spellcheck: "false", autocapitalize: "off",
    });
    return element("form", {
      class: "card padded stack",
      onsubmit: (event) => {
        event.preventDefault();
        this.id = id.value.trim();
        history.pushState(null, "", this.id ? `${ROOT}/${encodeURIComponent(this.id)}` : ROOT);
        if (this.id) this.explain();
      },
    },
    element("div", { class: "ask" },
      element("div", { class: "field" }, element("label", { for: "request-id" }, text.id), id),
      button(text.ask, { name: "question", kind: "primary", type: "submit", id: "explain" })),
    !this.isOpen && element("fieldset", { class: "key-set stack" }, element("legend", { class: "label" }, text.keysTitle),
      element("p", { class: "quiet small" }, text.keysLead),
      element("div", { class: "keys" }, this.key("accessKeyId", text.accessKey, "text", true),
        this.key("secretAccessKey", text.secretKey, "password", true),
        this.key("sessionToken", text.token, "password", false))));
  }

  key(name, label, type, isNeeded) {
    const input = element("input", {
      class: "input", type, id: name, value: this.keys[name], required: isNeeded, autocomplete: "off", spellcheck: "false",
      oninput: () => { this.keys[name] = input.value.trim(); },
    });
    return element("div", { class: "field" }, element("label", { for: name }, label), input);
  }

  drawResult() {
    const { result, text } = this;
    if (!result) return this.place.replaceChildren();
    if (result.isLoading) return this.place.replaceChildren(element("p", { class: "waiting" }, text.loading));
    if (result.document) return this.place.replaceChildren(new Explanation(result.document, this.language).element);
    this.place.replaceChildren(element("div", { class: "message bad" }, element("p", {}, result.title),
      result.lead && element("small", {}, result.lead)));
  }
}

new Why(pageData());
