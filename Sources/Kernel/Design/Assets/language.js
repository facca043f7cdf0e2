// The page's language: as the address says (?lang=ko), else as chosen before, else as the browser prefers.
//
//   const language = new Language({ en: { title: "Albums" }, ko: { title: "앨범" } });
//   language.text.title; language.date(time); language.bytes(1024);
//   language.addEventListener("change", draw); bar.append(language.switch());

import { element } from "./dom.js";

const STORED = "hanok.language";
const NAMES = { en: "English", ko: "한국어" };
const UNITS = ["B", "kB", "MB", "GB", "TB"];

export class Language extends EventTarget {
  constructor(tables) {
    super();
    this.tables = tables;
    this.become(this.chosen());
  }

  chosen() {
    let stored = null;
    try { stored = window.localStorage.getItem(STORED); } catch { /* no storage, nothing stored */ }
    const wanted = [new URLSearchParams(location.search).get("lang"), stored, ...navigator.languages];
    return wanted.map((tag) => tag?.slice(0, 2).toLowerCase()).find((code) => code in this.tables) ?? "en";
  }

  become(code) {
    this.code = code;
    this.text = this.tables[code];
    document.documentElement.lang = code;
    this.numbers = new Intl.NumberFormat(code);
    this.dates = new Intl.DateTimeFormat(code, { dateStyle: "medium", timeStyle: "short" });
    this.dispatchEvent(new Event("change"));
  }

  choose(code) {
    try { window.localStorage.setItem(STORED, code); } catch { /* it lasts for this page */ }
    const address = new URL(location.href);
    if (address.searchParams.has("lang")) {
      address.searchParams.delete("lang");
      history.replaceState(null, "", address);
    }
    this.become(code);
  }

  number(value) { return this.numbers.format(value); }
  date(time) { return Number.isNaN(Number(time)) ? "" : this.dates.format(time); }

  bytes(count) {
    let value = count;
    let unit = 0;
    for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000;
    const digits = unit === 0 || value >= 100 ? 0 : 1;
    return `${value.toLocaleString(this.code, { maximumFractionDigits: digits })} ${UNITS[unit]}`;
  }

  /** Buttons for the languages there are. */
  switch() {
    const buttons = Object.keys(this.tables).map((code) => element("button", {
      type: "button", lang: code, "aria-pressed": String(code === this.code), onclick: () => this.choose(code),
    }, NAMES[code]));
    const group = element("div", { class: "languages", role: "group", "aria-label": "Language · 언어" }, buttons);
    this.addEventListener("change", () => {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one.lang === this.code));
    });
    return group;
  }
}
