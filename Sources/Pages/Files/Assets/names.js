// Keys, and what of them people see. A folder is a prefix up to its slash.

export const KEY_LIMIT = 1024;

const KINDS = {
  photo: ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "ico", "apng", "jfif"],
  film: ["mp4", "m4v", "webm", "mov", "ogv"],
  sound: ["mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "weba"],
  document: ["pdf"],
  text: [
    "txt", "md", "csv", "tsv", "json", "jsonl", "xml", "html", "htm", "css", "js", "mjs", "ts", "py", "swift", "c", "h",
    "cpp", "java", "go", "rs", "sh", "yaml", "yml", "toml", "ini", "conf", "log", "sql", "srt", "vtt",
  ],
};

export const bytesOf = (text) => new TextEncoder().encode(text).length;

/** The last part of a key, without a folder's slash. */
export const nameOf = (key) => key.replace(/\/$/, "").split("/").pop();

/** What a row, a title or a link says: a name may be empty, as between two slashes. */
export const titleOf = (key) => nameOf(key) || "/";

/** The folder that a key is in. */
export const folderOf = (key) => key.slice(0, key.replace(/\/$/, "").lastIndexOf("/") + 1);

export function kindOf(key) {
  const end = key.slice(key.lastIndexOf(".") + 1).toLowerCase();
  return Object.keys(KINDS).find((kind) => KINDS[kind].includes(end)) ?? "file";
}

/** What is wrong with a name; nothing if it will do. */
export function problemOfName(name, folder, text) {
  if (!name.trim()) return text.nameEmpty;
  if (name.includes("/")) return text.nameSlash;
  // Browsers take such parts out of an address.
  if (name === "." || name === "..") return text.nameDots;
  return bytesOf(`${folder}${name}/`) > KEY_LIMIT ? text.nameLong : "";
}

/** What is wrong with the path of a folder. */
export function problemOfPath(path, text) {
  if (path.split("/").some((part) => part === "." || part === "..")) return text.nameDots;
  return bytesOf(path) > KEY_LIMIT ? text.nameLong : "";
}

/** The address of a folder within the page: `#/bucket/folder/`. */
export const addressOf = (bucket, folder = "") =>
  `#/${[bucket, ...folder.split("/")].map(encodeURIComponent).join("/")}`;

export function placeOf(hash) {
  const parts = hash.replace(/^#\/?/, "").split("/").map((part) => {
    try { return decodeURIComponent(part); } catch { return part; }
  });
  const [bucket, ...rest] = parts;
  const folder = rest.join("/");
  return { bucket, folder: folder && !folder.endsWith("/") ? `${folder}/` : folder };
}

/** A name that is not taken, with a number if it has to be. */
export function freeName(name, isTaken) {
  const dot = name.lastIndexOf(".");
  const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  for (let number = 2; number < 1000; number++) {
    const other = `${stem} (${number})${end}`;
    if (!isTaken(other)) return other;
  }
  return name;
}
