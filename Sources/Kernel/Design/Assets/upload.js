// Uploads of any number of files: small ones by one request, large ones in parts, a few at once. A lost connection is
// waited for; what has arrived is remembered, so that the same file goes on where it stopped, after a pause or in a
// page that was loaded anew.
//
//   const queue = new UploadQueue(s3);
//   queue.addEventListener("change", (event) => draw(event.item));
//   const item = queue.add(file, "album/film.mp4");
//   queue.pause(item); queue.resume(item); queue.cancel(item);
//
// An item's `state` is waiting, running, paused, done, failed (then `error` says why) or cancelled.

import { RememberedUploads } from "./remembered.js";

const MIB = 1024 * 1024;
/** Files up to this size go by one request. */
const SINGLE_LIMIT = 16 * MIB;
const PART_SIZE = 8 * MIB;
/** S3 takes so many parts of one upload. */
const PART_LIMIT = 10_000;
const ATTEMPTS = 7;
const PASSING = new Set([
  "NetworkError", "SlowDown", "RequestTimeout", "ServiceUnavailable", "InternalError", "OperationAborted",
]);

export class UploadQueue extends EventTarget {
  /** @param files So many go at once, each with `parts` requests. */
  constructor(s3, { files = 2, parts = 3, remembered = new RememberedUploads(s3.bucket) } = {}) {
    super();
    this.s3 = s3;
    this.limit = files;
    this.partLimit = parts;
    this.remembered = remembered;
    this.items = [];
  }

  add(file, key) {
    const item = {
      file, key, name: file.name, size: file.size, state: "waiting", sent: 0, isResumed: false, error: null,
      stop: null,
    };
    this.items.push(item);
    this.change(item);
    this.begin();
    return item;
  }

  pause(item) {
    if (item.state === "running" || item.state === "waiting") this.become(item, "paused");
  }

  /** Goes on after a pause, or tries again after a failure. */
  resume(item) {
    if (item.state === "paused" || item.state === "failed") this.become(item, "waiting");
    this.begin();
  }

  /** Ends an upload and forgets what has arrived of it. */
  async cancel(item) {
    if (item.state === "done") return;
    this.become(item, "cancelled");
    await this.forget(item);
  }

  /** Forgets the items that have ended. */
  clear() { this.items = this.items.filter((item) => !["done", "cancelled"].includes(item.state)); }

  get isBusy() { return this.items.some((item) => ["running", "waiting"].includes(item.state)); }

  change(item) {
    this.dispatchEvent(Object.assign(new Event("change"), { item }));
  }

  become(item, state) {
    item.state = state;
    if (state !== "running") item.stop?.abort();
    this.change(item);
    if (state !== "waiting") this.begin();
  }

  begin() {
    while (this.items.filter((item) => item.state === "running").length < this.limit) {
      const next = this.items.find((item) => item.state === "waiting");
      if (!next) return;
      this.run(next);
    }
  }

  async run(item) {
    const stop = new AbortController();
    item.stop = stop;
    item.error = null;
    this.become(item, "running");
    try {
      await (item.size <= SINGLE_LIMIT ? this.sendWhole(item, stop.signal) : this.sendParts(item, stop.signal));
      if (item.stop !== stop || item.state !== "running") return;
      item.sent = item.size;
      this.become(item, "done");
    } catch (error) {
      // Stopped: whoever did it has said what the item is now.
      if (error.name === "AbortError" || item.stop !== stop || item.state !== "running") return;
      item.error = error;
      this.become(item, "failed");
    }
  }

  async sendWhole(item, signal) {
    await this.persist(signal, () => this.s3.put(item.key, item.file, {
      type: item.file.type || "application/octet-stream", signal, progress: (sent) => this.note(item, sent),
    }));
  }

  async sendParts(item, signal) {
    const upload = await this.persist(signal, () => this.upload(item));
    const waiting = [];
    for (let number = 1; (number - 1) * upload.partSize < item.size; number++) {
      if (!upload.parts.has(number)) waiting.push(number);
    }
    const inFlight = new Map();
    const report = () => {
      const flying = [...inFlight.values()].reduce((sum, sent) => sum + sent, 0);
      this.note(item, Math.min(item.size, this.arrived(item, upload) + flying));
    };
    report();
    const sendNext = async () => {
      for (let number = waiting.shift(); number; number = waiting.shift()) {
        await this.sendPart(item, upload, number, signal, (sent) => {
          inFlight.set(number, sent);
          report();
        });
        inFlight.delete(number);
        report();
      }
    };
    await Promise.all(Array.from({ length: this.partLimit }, sendNext));
    await this.complete(item, upload, signal);
  }

  async sendPart(item, upload, number, signal, progress) {
    const start = (number - 1) * upload.partSize;
    const part = item.file.slice(start, start + upload.partSize);
    const etag = await this.persist(signal, () =>
      this.s3.uploadPart(item.key, upload.id, number, part, { signal, progress }));
    upload.parts.set(number, etag);
    this.remembered.save(item, upload);
  }

  async complete(item, upload, signal) {
    try {
      await this.persist(signal, () => this.s3.completeUpload(item.key, upload.id, upload.parts));
    } catch (error) {
      // What was remembered is not what the server has: the next try begins anew.
      if (["NoSuchUpload", "InvalidPart"].includes(error.code)) this.remembered.forget(item);
      throw error;
    }
    this.remembered.forget(item);
  }

  /** The upload that this file was in before, as far as the server has it; else a new one. */
  async upload(item) {
    const known = this.remembered.find(item);
    if (known) {
      try {
        known.parts = await this.s3.parts(item.key, known.id);
        item.isResumed = true;
        return known;
      } catch (error) {
        // Who may not list parts believes what was remembered.
        if (error.code !== "AccessDenied" && error.code !== "NoSuchUpload") throw error;
        if (error.code === "AccessDenied") {
          item.isResumed = true;
          return known;
        }
        this.remembered.forget(item);
      }
    }
    const type = item.file.type || "application/octet-stream";
    const upload = {
      id: await this.s3.createUpload(item.key, { type }), parts: new Map(),
      partSize: Math.max(PART_SIZE, Math.ceil(item.size / PART_LIMIT / MIB) * MIB),
    };
    this.remembered.save(item, upload);
    return upload;
  }

  arrived(item, upload) {
    let sum = 0;
    for (const number of upload.parts.keys()) {
      sum += Math.min(upload.partSize, item.size - (number - 1) * upload.partSize);
    }
    return sum;
  }

  note(item, sent) {
    if (item.state !== "running" || sent === item.sent) return;
    item.sent = sent;
    this.change(item);
  }

  /** Tries again what fails in passing, each time after twice as long; while offline it waits for the network. */
  async persist(signal, request) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request();
      } catch (error) {
        const isPassing = PASSING.has(error.code) || error.status >= 500;
        if (!isPassing || attempt === ATTEMPTS || signal.aborted) throw error;
        if (navigator.onLine) await pause(Math.min(30_000, 400 * 2 ** attempt) * (0.75 + Math.random() / 2), signal);
        else await reconnected(signal);
      }
    }
  }

  async forget(item) {
    const known = this.remembered.find(item);
    this.remembered.forget(item);
    // Left behind, its parts are removed by a rule of the bucket; whoever may not abort cannot do more.
    if (known) await this.s3.abortUpload(item.key, known.id).catch(() => {});
  }
}

const stopped = () => new DOMException("stopped", "AbortError");

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(stopped());
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(stopped()); }, { once: true });
  });
}

function reconnected(signal) {
  return new Promise((resolve, reject) => {
    window.addEventListener("online", resolve, { once: true });
    signal.addEventListener("abort", () => reject(stopped()), { once: true });
  });
}
