// Questions and short notices. The dialog is the browser's own: it keeps the focus, and Escape closes it.

import { button, element, icon } from "./dom.js";

let count = 0;

/** Shows a dialog. @returns The dialog, removed when it is closed. */
export function open(title, content, { kind = "", onclose } = {}) {
  const id = `dialog-${++count}`;
  const dialog = element("dialog", { class: `dialog ${kind}`.trim(), "aria-labelledby": id },
    element("div", { class: "stack" }, element("h2", { id }, title), content));
  dialog.addEventListener("close", () => { dialog.remove(); onclose?.(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks before something is done that cannot be undone. @returns Whether it was agreed to. */
export function confirm({ title, message, action, cancel, isDangerous = true }) {
  return new Promise((resolve) => {
    let isAgreed = false;
    const dialog = open(title, [
      element("p", {}, message),
      element("div", { class: "buttons" },
        button(cancel, { onclick: () => dialog.close(), autofocus: true }),
        button(action, {
          kind: isDangerous ? "danger" : "primary", "data-agree": true,
          onclick: () => { isAgreed = true; dialog.close(); },
        })),
    ], { onclose: () => resolve(isAgreed) });
  });
}

/** Asks for a line of text. @param check Says what is wrong with it, or nothing. */
export function ask({ title, label, action, cancel, value = "", hint = "", limit = 1024, check }) {
  return new Promise((resolve) => {
    let answer = null;
    const input = element("input", {
      class: "input", id: `answer-${count + 1}`, name: "answer", value, maxlength: limit, autocomplete: "off",
      autofocus: true, dir: "auto", "aria-describedby": `problem-${count + 1}`,
    });
    const problem = element("p", { class: "field-error", id: `problem-${count + 1}`, role: "alert" });
    const form = element("form", {
      class: "stack", novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        const wrong = check?.(input.value) ?? "";
        problem.textContent = wrong;
        input.setAttribute("aria-invalid", String(Boolean(wrong)));
        if (wrong) return input.focus();
        answer = input.value;
        dialog.close();
      },
    },
    element("div", { class: "field" }, element("label", { for: input.id }, label), input,
      hint && element("p", { class: "quiet small" }, hint), problem),
    element("div", { class: "buttons" },
      button(cancel, { onclick: () => dialog.close() }), button(action, { kind: "primary", type: "submit" })));
    const dialog = open(title, form, { onclose: () => resolve(answer) });
  });
}

const TOAST_TIME = 6000;

/** A notice that goes away by itself, read out by screen readers. */
export function toast(message, closeLabel) {
  const list = document.querySelector(".toasts")
    ?? document.body.appendChild(element("div", { class: "toasts", role: "status" }));
  const notice = element("div", { class: "toast" }, element("span", {}, message),
    element("button", { type: "button", "aria-label": closeLabel, onclick: () => notice.remove() }, icon("close")));
  notice.querySelector("svg").setAttribute("width", "18");
  list.append(notice);
  setTimeout(() => notice.remove(), TOAST_TIME);
}
