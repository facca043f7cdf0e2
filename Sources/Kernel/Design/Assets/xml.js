// The little XML that S3 speaks, read with DOMParser, which runs and fetches nothing.

/** The document's root, or null for what is no XML. */
export function parseXML(text) {
  if (!text.startsWith("<")) return null;
  const document = new DOMParser().parseFromString(text, "application/xml");
  return document.getElementsByTagName("parsererror").length ? null : document.documentElement;
}

/** The children of that name. */
export const children = (node, name) => Array.from(node?.children ?? []).filter((child) => child.localName === name);

/** The text of the first child of that name; empty where there is none. */
export const textOf = (node, name) => children(node, name)[0]?.textContent ?? "";

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;" };

/** A text for the inside of an element. */
export const escapeXML = (text) => text.replace(/[&<>"\r\n\t]/g, (letter) => ESCAPES[letter]);

/** Whether XML 1.0 can carry the text at all: it has no other control characters, and no halves of pairs. */
export const fitsXML = (text) =>
  !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) && (text.isWellFormed?.() ?? true);
