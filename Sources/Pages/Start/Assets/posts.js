// A form in front of the protected API: it signs in at the user pool and posts with the token it was given.

import { button, element, own, pageData } from "./dom.js";
import { Language } from "./language.js";
import { SignIn } from "./signin.js";
import { texts } from "./poststexts.js";

class Posts {
  constructor(settings) {
    this.settings = settings;
    this.language = new Language(texts);
    this.signIn = new SignIn({
      domain: new URL(settings.domain, location.href).href, clientID: settings.client,
      redirect: location.origin + location.pathname,
    });
    this.main = document.querySelector("main");
    this.answer = element("div", { role: "status", id: "answer" });
    this.draft = { title: "", contents: "" };
    this.language.addEventListener("change", () => this.draw());
  }

  get text() { return this.language.text; }

  async start() {
    try { await this.signIn.finish(); } catch (error) { this.say(this.text.signInFailed(error.message), "bad"); }
    this.draw();
  }

  draw() {
    const { text, settings } = this;
    this.languages ??= this.language.switch();
    document.title = text.product;
    document.querySelector(".skip").textContent = text.skip;
    const name = this.signIn.claims.email ?? this.signIn.claims["cognito:username"];
    document.querySelector(".topbar-inner").replaceChildren(
      element("a", { class: "product", href: "/" }, logo(), text.product),
      name ? element("span", { class: "quiet small" }, own(name)) : "",
      this.signIn.isSignedIn ? button(text.signOut, { kind: "tiny", onclick: () => this.signIn.end() }) : "",
      this.languages);
    this.main.replaceChildren(element("div", { class: "card padded stack" },
      element("h1", { tabindex: -1 }, text.title),
      element("p", { class: "quiet" }, text.lead(settings.table, settings.function)),
      this.signIn.isSignedIn ? this.form() : this.invitation(), this.answer));
  }

  invitation() {
    const { text } = this;
    return element("div", { class: "stack" }, element("p", {}, text.signInFirst),
      element("div", { class: "buttons" },
        button(text.signIn, {
          kind: "primary", id: "sign-in", onclick: () => this.signIn.begin(this.language.code),
        }),
        button(text.tryWithout, { id: "without", onclick: () => this.send(null, { title: "-", contents: "-" }) })));
  }

  form() {
    const { text, draft } = this;
    const field = (name, label, tag) => element("div", { class: "field" }, element("label", { for: name }, label),
      element(tag, {
        class: "input", id: name, name, dir: "auto", maxlength: 2000, value: draft[name],
        oninput: (event) => { draft[name] = event.target.value; },
      }));
    return element("form", { class: "stack", onsubmit: (event) => this.submit(event) },
      field("title", text.postTitle, "input"), field("contents", text.contents, "textarea"),
      element("div", { class: "buttons" }, button(text.post, { kind: "primary", type: "submit", id: "post" })));
  }

  async submit(event) {
    event.preventDefault();
    const { draft, text } = this;
    if (!draft.title.trim() || !draft.contents.trim()) return this.say(text.empty, "bad");
    const token = await this.signIn.idToken().catch(() => null);
    if (!token) {
      this.draw();
      return this.say(text.ended, "bad");
    }
    await this.send(token, draft);
  }

  async send(token, post) {
    const { text } = this;
    this.say(text.sending);
    try {
      const response = await fetch(this.settings.api, {
        method: "POST", body: JSON.stringify(post), credentials: "omit",
        headers: { "Content-Type": "application/json", ...(token && { Authorization: token }) },
      });
      const answer = await response.json().catch(() => null);
      if (!response.ok) return this.say(text.refused(response.status, answer?.message ?? ""), "bad");
      this.draft = { title: "", contents: "" };
      this.draw();
      this.say(text.posted(answer?.id ?? ""), "good");
    } catch {
      this.say(text.unreachable, "bad");
    }
  }

  say(message, kind = "") { this.answer.replaceChildren(element("p", { class: `message ${kind}`.trim() }, message)); }
}

const logo = () => element("img", { src: document.querySelector("link[rel=icon]").href, alt: "", width: 28, height: 28 });

new Posts(pageData()).start();
