// What went well is said in passing; what did not stays, with the way to find out why.

import { element } from "./dom.js";
import { toast } from "./dialog.js";

export class Notices {
  constructor(language) { this.language = language; }

  say(message) { toast(message, this.language.text.close); }

  fail(error) {
    if (error.name === "AbortError") return;
    this.say(this.sentence(error));
  }

  sentence(error) {
    const { text } = this.language;
    return text.errors[error.code] ?? text.unknownError([error.code, error.message].filter(Boolean).join(": "));
  }

  /** A failure in the place of what could not be shown. */
  block(error, again) {
    const { text } = this.language;
    const id = error.requestID;
    const isDenial = id && ["AccessDenied", "NotAuthorizedException"].includes(error.code);
    return element("div", { class: "message bad", role: "alert" },
      element("p", {}, this.sentence(error)),
      id && element("small", {}, text.requestID(id), " "),
      element("p", { class: "buttons" },
        element("button", { type: "button", class: "button tiny", onclick: again }, text.tryAgain),
        isDenial && element("a", {
          class: "button tiny", href: `/_hanok/why/${encodeURIComponent(id)}`, target: "_blank", rel: "noopener",
        }, text.why)));
  }
}
