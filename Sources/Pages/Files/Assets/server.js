// The calls of this page: to its own server, which asks S3 with the user's credentials, and straight to S3 for bodies,
// at addresses that the server has signed.

const ADDRESS_LIFETIME = 40 * 60 * 1000;
const ADDRESSES_AT_ONCE = 20;

export class FilesServer extends EventTarget {
  constructor(base) {
    super();
    this.base = base;
    this.formToken = "";
  }

  get(name, query = {}, signal) {
    const fields = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value != null));
    return this.call(`/api/${name}?${fields}`, { signal });
  }

  post(name, body, signal) { return this.call(`/api/${name}`, this.changing(body, signal)); }

  /** @returns Where to go to end the pool's own session too. */
  async signOut() { return (await this.call("/logout", this.changing({}))).address; }

  changing(body, signal) {
    return {
      method: "POST", signal, body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Files-Token": this.formToken },
    };
  }

  /** Leads to a file itself, for pictures, players and downloads. */
  address(bucket, key, { isDownload = false } = {}) {
    return `${this.base}/open?${new URLSearchParams({ bucket, key, ...(isDownload && { download: "1" }) })}`;
  }

  async call(path, options) {
    let response;
    try {
      response = await fetch(this.base + path, options);
    } catch (error) {
      throw error.name === "AbortError" ? error : failure("NetworkError", error.message);
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    const { code = `HTTP${response.status}`, message = "", requestId = "" } = answer.error ?? {};
    if (code === "SignedOut") this.dispatchEvent(new Event("signedout"));
    throw failure(code, message, response.status, requestId);
  }
}

/** What the upload queue asks of S3. Its keys have the bucket in front. */
export class UploadRoute {
  constructor(server) {
    this.server = server;
    this.addresses = new Map();
    /** Keys whose files may go: the user was asked. */
    this.replaced = new Set();
  }

  async put(key, file, { type, signal, progress }) {
    const { url } = await this.server.post(
      "begin-upload", { ...place(key), size: file.size, type, replace: this.replaced.has(key) }, signal);
    await sendBody(url, file, { type, signal, progress });
  }

  async createUpload(key, { type }) {
    return (await this.server.post(
      "begin-upload", { ...place(key), type, isInParts: true, replace: this.replaced.has(key) })).uploadId;
  }

  async uploadPart(key, id, number, part, { signal, progress }) {
    const url = await this.partAddress(key, id, number, signal);
    return sendBody(url, part, { signal, progress });
  }

  /** Some are signed at once, and used while they hold. */
  async partAddress(key, id, number, signal) {
    const name = `${id} ${number}`;
    const known = this.addresses.get(name);
    if (known && Date.now() - known.time < ADDRESS_LIFETIME) return known.url;
    const numbers = Array.from({ length: ADDRESSES_AT_ONCE }, (_, index) => number + index).filter((n) => n <= 10_000);
    const { urls } = await this.server.post("part-urls", { ...place(key), uploadId: id, numbers }, signal);
    const time = Date.now();
    urls.forEach((url, index) => this.addresses.set(`${id} ${numbers[index]}`, { url, time }));
    return urls[0];
  }

  async parts(key, id) {
    const { parts } = await this.server.get("parts", { ...place(key), uploadId: id });
    return new Map(parts.map((part) => [part.number, part.tag]));
  }

  async completeUpload(key, id, parts) {
    await this.server.post("complete-upload", {
      ...place(key), uploadId: id, parts: [...parts].map(([number, tag]) => ({ number, tag })),
      replace: this.replaced.has(key),
    });
    this.forget(id);
  }

  async abortUpload(key, id) {
    this.forget(id);
    await this.server.post("abort-upload", { ...place(key), uploadId: id });
  }

  forget(id) {
    for (const name of this.addresses.keys()) if (name.startsWith(`${id} `)) this.addresses.delete(name);
  }
}

function place(key) {
  const slash = key.indexOf("/");
  return { bucket: key.slice(0, slash), key: key.slice(slash + 1) };
}

/** Sends a body and answers its tag. Only this old interface tells how much has left. */
function sendBody(url, body, { type, signal, progress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    if (type) request.setRequestHeader("Content-Type", type);
    request.upload.onprogress = (event) => progress?.(event.loaded);
    request.onload = () => {
      if (request.status < 300) return resolve(request.getResponseHeader("ETag") ?? "");
      const text = (name) => request.responseXML?.querySelector(name)?.textContent ?? "";
      reject(failure(text("Code") || `HTTP${request.status}`, text("Message"), request.status, text("RequestId")));
    };
    request.onerror = () => reject(failure("NetworkError", ""));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    if (signal?.aborted) return reject(new DOMException("stopped", "AbortError"));
    request.send(body);
  });
}

const failure = (code, message, status = 0, requestID = "") =>
  Object.assign(new Error(message), { code, status, requestID });
