// The outbox: what was sent, newest first, with its codes ready to be copied.

import { button, element, icon, own, visible } from "./dom.js";
import { toast } from "./dialog.js";
import { Language } from "./language.js";

const texts = {
  en: {
    title: "Mail", heading: "Outbox", lead: "Mail and short messages that stay on this machine, newest first.",
    filter: "Find by address", refresh: "Refresh", none: "Nothing was sent yet",
    noneLead: "Codes, links and invitations of user pools appear here as soon as they are sent.",
    noneFound: "Nothing was sent to such an address", to: "To", from: "From", copy: (code) => `Copy ${code}`,
    copied: "Copied.", close: "Close", look: "As a mail program shows it", frame: (subject) => `The mail “${subject}”`,
    failed: "The outbox could not be read.", noSubject: "(no subject)", EMAIL: "Mail", SMS: "Short message",
    skip: "Skip to the content", more: (count) => `Show ${count} more`,
  },
  ko: {
    title: "메일함", heading: "보낸 메일함", lead: "이 컴퓨터에 남아 있는 메일과 문자 메시지를 최신순으로 보여 줍니다.",
    filter: "받는 주소로 찾기", refresh: "새로 고침", none: "아직 보낸 메일이 없습니다",
    noneLead: "사용자 풀이 보내는 코드, 링크, 초대장이 여기에 바로 나타납니다.",
    noneFound: "이 주소로 보낸 메일이 없습니다", to: "받는 사람", from: "보낸 사람", copy: (code) => `${code} 복사`,
    copied: "복사했습니다.", close: "닫기", look: "메일 프로그램에서 보는 모습",
    frame: (subject) => `‘${subject}’ 메일`, failed: "메일함을 읽지 못했습니다.", noSubject: "(제목 없음)",
    EMAIL: "메일", SMS: "문자 메시지", skip: "본문으로 건너뛰기", more: (count) => `${count}개 더 보기`,
  },
};

const WINDOW = 50;
const PAUSE = 5000;
const CODE = /(?<![\w-])\d{6,8}(?![\w-])/g;

class Outbox {
  constructor() {
    this.language = new Language(texts);
    this.messages = [];
    this.shown = WINDOW;
    this.known = "";
    this.filter = new URLSearchParams(location.search).get("to") ?? "";
    this.language.addEventListener("change", () => this.draw());
    this.draw();
    this.load();
    setInterval(() => { if (!document.hidden) this.load(); }, PAUSE);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.load(); });
  }

  get text() { return this.language.text; }

  async load() {
    try {
      const reply = await fetch(location.pathname, { headers: { accept: "application/json" }, cache: "no-store" });
      if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
      const known = await reply.text();
      // Nobody's selection is lost for mail that has been there.
      if (known === this.known && !this.failure) return;
      this.known = known;
      this.messages = JSON.parse(known);
      this.failure = "";
    } catch (error) {
      this.failure = error.message;
    }
    this.drawList();
  }

  draw() {
    const { text } = this;
    document.title = text.title;
    document.querySelector(".skip").textContent = text.skip;
    this.languages ??= this.language.switch();
    document.querySelector(".topbar-inner").replaceChildren(
      element("a", { class: "product", href: location.pathname },
        element("img", { src: document.querySelector("link[rel=icon]").href, alt: "" }), text.title), this.languages);
    this.list = element("div", { class: "mails" });
    const search = element("input", {
      class: "input search", type: "search", id: "filter", value: this.filter, "aria-label": text.filter,
      placeholder: text.filter, autocomplete: "off",
      oninput: () => { this.filter = search.value; this.shown = WINDOW; this.drawList(); },
    });
    document.querySelector("main").replaceChildren(element("div", { class: "stack" },
      element("div", { class: "head" },
        element("div", { class: "head-text" }, element("h1", { tabindex: -1 }, text.heading),
          element("p", { class: "quiet" }, text.lead)),
        search, button(text.refresh, { name: "again", id: "refresh", onclick: () => this.load() })),
      this.list));
    this.drawList();
  }

  drawList() {
    const { text } = this;
    const wanted = this.filter.trim().toLowerCase();
    const found = this.messages.filter((message) => message.to.toLowerCase().includes(wanted));
    const rest = found.length - this.shown;
    this.list.replaceChildren(
      this.failure ? element("p", { class: "message bad", role: "alert" }, `${text.failed} (${this.failure})`) : "",
      ...found.slice(0, this.shown).map((message) => this.card(message)),
      rest > 0 ? button(text.more(this.language.number(rest)), {
        onclick: () => { this.shown += WINDOW; this.drawList(); },
      }) : "",
      found.length || this.failure || !this.known ? "" : element("div", { class: "card empty" }, icon("mail"),
        element("h2", {}, wanted ? text.noneFound : text.none), wanted ? "" : element("p", {}, text.noneLead)));
  }

  card(message) {
    const { text } = this;
    const subject = message.subject || (message.medium === "SMS" ? text.SMS : text.noSubject);
    const parsed = plainText(message.body);
    const codes = [...new Set(parsed.match(CODE) ?? [])].slice(0, 5);
    return element("article", { class: "card padded mail" },
      element("div", { class: "mail-head" }, element("h2", {}, own(subject)),
        element("span", { class: "badge" }, text[message.medium] ?? message.medium),
        element("span", { class: "quiet small" }, this.language.date(new Date(message.time)))),
      element("dl", { class: "facts small" },
        element("dt", {}, text.to), element("dd", {}, own(message.to)),
        message.from && [element("dt", {}, text.from), element("dd", {}, own(message.from))]),
      element("p", { class: "mail-text", dir: "auto" }, visibleLines(parsed)),
      codes.length > 0 && element("div", { class: "codes" }, codes.map((code) => button(code, {
        name: "copy", "aria-label": text.copy(code), onclick: () => this.copy(code),
      }))),
      isMarkup(message.body) && this.look(message, subject));
  }

  /** The mail as markup, where it can neither run anything nor reach the page or the network. */
  look(message, subject) {
    const { text } = this;
    const details = element("details", {}, element("summary", {}, text.look));
    details.addEventListener("toggle", () => {
      if (!details.open || details.querySelector("iframe")) return;
      details.append(element("iframe", {
        class: "mail-frame", sandbox: "", srcdoc: message.body, title: text.frame(visible(subject)),
      }));
    });
    return details;
  }

  async copy(code) {
    await navigator.clipboard.writeText(code);
    toast(this.text.copied, this.text.close);
  }
}

const isMarkup = (body) => /<[a-z!][^>]*>/i.test(body);
const visibleLines = (body) => body.split("\n").map(visible).join("\n");

/** The words of a body. The parser makes a document that nothing of is run, fetched or shown. */
function plainText(body) {
  if (!isMarkup(body)) return body;
  const parsed = new DOMParser().parseFromString(body, "text/html");
  for (const hidden of parsed.querySelectorAll("script, style, head, template")) hidden.remove();
  for (const end of parsed.querySelectorAll("br, p, div, li, tr, h1, h2, h3")) end.append("\n");
  for (const link of parsed.querySelectorAll("a[href]")) {
    const address = link.getAttribute("href");
    if (/^https?:/.test(address) && address !== link.textContent.trim()) link.append(` (${address})`);
  }
  return parsed.body.textContent.replace(/[ \t]+/g, " ").replace(/ ?\n ?/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

new Outbox();
