// What has arrived of uploads that are not complete, kept in the browser's storage by the file's name, size and time
// and the key it goes to. A page cannot keep the file itself: people choose it again, and it goes on.

/** Older ones are forgotten: buckets often drop incomplete uploads after a week. */
const LIFETIME = 7 * 24 * 3600 * 1000;
const LIMIT = 50;

export class RememberedUploads {
  /** @param scope Uploads to another bucket or by another person are not mixed up with these. */
  constructor(scope, storage = window.localStorage) {
    this.prefix = `hanok.upload.${scope}.`;
    this.storage = storage;
  }

  name({ key, file }) { return this.prefix + JSON.stringify([key, file.name, file.size, file.lastModified]); }

  find(item) {
    const kept = this.read(this.name(item));
    return kept && { id: kept.id, partSize: kept.partSize, parts: new Map(kept.parts) };
  }

  save(item, upload) {
    const kept = { id: upload.id, partSize: upload.partSize, parts: [...upload.parts], time: Date.now() };
    // A full storage costs the memory of this upload, not the upload.
    try { this.storage.setItem(this.name(item), JSON.stringify(kept)); } catch { /* see above */ }
  }

  forget(item) { this.storage.removeItem(this.name(item)); }

  /** What can go on: key, name, size, arrived bytes. */
  list() {
    const names = Object.keys(this.storage).filter((name) => name.startsWith(this.prefix));
    const found = [];
    for (const name of names) {
      const kept = this.read(name);
      if (!kept || Date.now() - kept.time > LIFETIME || found.length === LIMIT) {
        this.storage.removeItem(name);
        continue;
      }
      const [key, file, size, lastModified] = JSON.parse(name.slice(this.prefix.length));
      found.push({
        key, name: file, size, id: kept.id, file: { name: file, size, lastModified },
        arrived: Math.min(size, kept.parts.length * kept.partSize),
      });
    }
    return found;
  }

  read(name) {
    try {
      return JSON.parse(this.storage.getItem(name));
    } catch {
      return null;
    }
  }
}
