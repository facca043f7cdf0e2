// An explanation as a page: the request, what was refused and by what, and what would allow it.

import { button, element, own, visible } from "./dom.js";
import { toast } from "./dialog.js";

const isTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");
const plain = (value) =>
  typeof value === "string" ? value : isTexts(value) ? value.join(", ") : JSON.stringify(value);

export class Explanation {
  constructor(document, language) {
    this.document = document;
    this.language = language;
    this.text = language.text;
  }

  get element() {
    const { document: told, text } = this;
    return element("div", { class: "stack" },
      this.request(),
      told.chain?.length > 0 && this.section(text.chain, element("ol", { class: "links" }, told.chain.map(
        (link) => this.link(link)))),
      (told.denials ?? []).map((denial) => this.denial(denial)),
      element("details", {}, element("summary", {}, text.all), this.code(told)));
  }

  section(title, ...content) {
    return element("section", { class: "card padded stack" }, element("h2", {}, title), content);
  }

  facts(pairs, kind = "") {
    const told = pairs.filter(([, value]) => value !== undefined && value !== "");
    return element("dl", { class: `facts ${kind}`.trim() }, told.map(([name, value]) =>
      [element("dt", {}, name), element("dd", {}, own(plain(value)))]));
  }

  request() {
    const { document: told, text } = this;
    return this.section(text.request,
      element("p", { class: "buttons" },
        element("span", { class: "badge bad" }, [told.status, told.error].filter(Boolean).join(" "))),
      this.facts([
        [text.operation, `${told.service ?? ""} ${told.operation ?? ""}`.trim()],
        [text.time, this.language.date(new Date(told.time))], [text.region, told.region],
        [text.caller, told.caller?.arn], [text.key, told.caller?.accessKeyId], [text.client, told.client],
        [text.message, told.message], [text.id, told.requestId],
      ]));
  }

  link(link) {
    const { text } = this;
    const isDenial = link.detail?.toAllow !== undefined;
    return element("li", {},
      element("span", { class: `mark ${link.passed ? "good" : "bad"}` }, link.passed ? "✓" : "✗",
        element("span", { class: "visually-hidden" }, link.passed ? text.passed : text.stopped)),
      element("strong", {}, visible(link.link ?? "")),
      isDenial ? this.remedies(link.detail) : element("span", { class: "quiet" }, own(
        Object.entries(link.detail ?? {}).map(([name, value]) => `${name} ${plain(value)}`).join(", "))));
  }

  denial(denial) {
    const { text } = this;
    const { decidedBy, nearest } = denial;
    return this.section(text.refusal,
      this.facts([
        [text.action, denial.action], [text.resource, denial.resource], [text.account, denial.resourceAccount],
        [text.reason, denial.reason],
      ]),
      element("div", { class: "verdict" },
        decidedBy && [element("h3", {}, text.decided), element("p", {}, own(this.place(decidedBy)))],
        nearest && [element("h3", {}, text.nearest), element("p", {}, own(this.place(nearest))),
          element("ul", { class: "misfits" }, (nearest.doesNotFit ?? []).map(
            (one) => element("li", {}, own(plain(one)))))],
        !decidedBy && !nearest && element("p", {}, text.nothingAllows)),
      this.remedies(denial),
      denial.policiesLeftOut && element("p", { class: "quiet" }, text.leftOut),
      denial.policies && this.policies(denial.policies),
      denial.caller?.cameBy && this.values(text.cameBy, denial.caller.cameBy),
      denial.context && this.values(text.context, denial.context));
  }

  place(value) {
    const name = value.sid ? `“${value.sid}”` : `${value.statement ?? ""}`;
    return this.text.statement(name, value.type ?? "", value.policy ?? "");
  }

  remedies(denial) {
    const { text } = this;
    const all = denial.toAllow ?? [];
    if (!all.length) return "";
    return element("div", { class: "stack" }, element("h3", {}, text.toAllow), all.map((remedy) =>
      remedy.removeOrNarrow
        ? [element("p", {}, text.remove), element("p", {}, own(this.place(remedy.removeOrNarrow)))]
        : [element("p", {}, own(text.addIn(remedy.in ?? ""))), this.code(remedy.add)]));
  }

  policies(policies) {
    const { text } = this;
    return element("details", {}, element("summary", {}, text.policies),
      policies.length === 0 && element("p", { class: "quiet" }, text.noPolicies),
      element("ul", { class: "stack" }, policies.map((policy) => element("li", {},
        own(`${text.kind(policy.type ?? "")}: ${policy.policy ?? ""}`),
        policy.statements && this.code(policy.statements)))));
  }

  values(title, values) {
    return element("details", {}, element("summary", {}, title), this.facts(Object.entries(values), "long"));
  }

  code(value) {
    const { text } = this;
    const told = JSON.stringify(value, null, 2);
    return element("div", { class: "stack" },
      element("pre", { class: "code", tabindex: 0 }, told),
      element("p", {}, button(text.copy, {
        name: "copy", kind: "tiny",
        onclick: async () => { await navigator.clipboard.writeText(told); toast(text.copied, text.close); },
      })));
  }
}
