// Which keys albums and their files have. An album is a prefix up to its slash; an object of that very name, empty,
// keeps an album that holds nothing yet.

const KEY_LIMIT = 1024;
const KINDS = {
  photo: ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "ico", "apng", "jfif"],
  film: ["mp4", "m4v", "webm", "mov", "ogv"],
  sound: ["mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "weba"],
};

export const bytesOf = (text) => new TextEncoder().encode(text).length;

export const prefixOf = (album) => `${album}/`;
export const albumOf = (prefix) => prefix.slice(0, -1);

/** What is wrong with an album's name; nothing if it will do. */
export function problemOfName(name, text) {
  if (!name.trim()) return text.nameEmpty;
  if (name.includes("/")) return text.nameSlash;
  // Browsers take such parts out of an address.
  if (name === "." || name === "..") return text.nameDots;
  // Some room for the files' names.
  return bytesOf(name) > KEY_LIMIT - 64 ? text.nameLong : "";
}

/** A file's key in an album, with a number if one of that name is there. Null if it is too long. */
export async function freeKey(album, name, isTaken) {
  const dot = name.lastIndexOf(".");
  const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  for (let number = 1; number < 1000; number++) {
    const key = prefixOf(album) + (number === 1 ? name : `${stem} (${number})${end}`);
    if (bytesOf(key) > KEY_LIMIT) return null;
    if (!(await isTaken(key))) return key;
  }
  return null;
}

/** photo, film, sound, or file for all that is not shown in the page. */
export function kindOf(key) {
  const end = key.slice(key.lastIndexOf(".") + 1).toLowerCase();
  return Object.keys(KINDS).find((kind) => KINDS[kind].includes(end)) ?? "file";
}

/** What stands behind the last dot, for files that have no picture. */
export function ending(key) {
  const dot = key.lastIndexOf(".");
  const end = dot > 0 ? key.slice(dot + 1) : "";
  return end.length <= 5 && !end.includes("/") ? end.toUpperCase() : "";
}
