// A small client of Amazon S3 for one bucket, straight from the browser.
//
//   const s3 = new S3Bucket({ endpoint, region, bucket, credentials: () => pool.credentials() });
//   const { objects, prefixes, next } = await s3.list({ prefix: "album/", delimiter: "/" });
//   await s3.put("album/1.jpg", file, { type: file.type, progress: (sent) => show(sent) });
//   image.src = await s3.address("album/1.jpg");
//
// What S3 refuses is thrown as an S3Error with its code, sentence and request id.

import { escapePath, escapeURI, hex, presign, sha256, sign } from "./sigv4.js";
import { children, escapeXML, fitsXML, parseXML, textOf } from "./xml.js";

/** S3 deletes so many objects by one request. */
const DELETE_LIMIT = 1000;

export class S3Error extends Error {
  constructor(code, message, { status = 0, requestID = "", root = null } = {}) {
    super(message || code);
    this.name = "S3Error";
    this.code = code;
    this.status = status;
    this.requestID = requestID;
    /** The error's document, for what else it tells. */
    this.root = root;
  }
}

export class S3Bucket {
  /**
   * @param endpoint The service's address, without the bucket.
   * @param credentials Gives the credentials for each request; with `true`, new ones.
   */
  constructor({ endpoint, region, bucket, credentials, virtualHost = false }) {
    const base = new URL(endpoint);
    const path = base.pathname.replace(/\/$/, "");
    this.base = virtualHost ? `${base.protocol}//${bucket}.${base.host}${path}` : `${base.origin}${path}/${bucket}`;
    this.region = region;
    this.bucket = bucket;
    this.credentials = credentials;
    /** How far the server's clock is from this machine's, in milliseconds. */
    this.skew = 0;
  }

  /**
   * A page of the bucket's list.
   *
   * @returns objects { key, size, etag, modified }, prefixes, and `next`, which asks for the following page.
   */
  async list({ prefix = "", delimiter = "", limit = 1000, next = "", after = "", signal } = {}) {
    // Names that no XML can carry come percent-encoded.
    const query = { "list-type": 2, "encoding-type": "url", "max-keys": limit, prefix };
    if (delimiter) query.delimiter = delimiter;
    if (next) query["continuation-token"] = next;
    if (after) query["start-after"] = after;
    const root = parseXML((await this.send("GET", "", { query, signal })).text);
    return {
      objects: children(root, "Contents").map((entry) => ({
        key: plain(textOf(entry, "Key")), size: Number(textOf(entry, "Size")), etag: textOf(entry, "ETag"),
        modified: new Date(textOf(entry, "LastModified")),
      })),
      prefixes: children(root, "CommonPrefixes").map((entry) => plain(textOf(entry, "Prefix"))),
      next: textOf(root, "NextContinuationToken"),
    };
  }

  /** The object's headers, or null if there is none. */
  async head(key) {
    try {
      return (await this.send("HEAD", key)).headers;
    } catch (error) {
      if (error.status === 404) return null;
      throw error;
    }
  }

  async get(key) { return (await this.send("GET", key)).text; }

  /** @param progress Is told the bytes sent. */
  async put(key, body, { type = "", progress, signal, headers = {} } = {}) {
    const all = type ? { ...headers, "content-type": type } : headers;
    return (await this.send("PUT", key, { body, headers: all, progress, signal })).headers.get("etag");
  }

  async copy(from, to) {
    await this.send("PUT", to, { headers: { "x-amz-copy-source": escapePath(`/${this.bucket}/${from}`) } });
  }

  async delete(key) { await this.send("DELETE", key); }

  /** Deletes any number of objects. @returns What was refused: { key, code, message }. */
  async deleteMany(keys) {
    const refused = [];
    for (let start = 0; start < keys.length; start += DELETE_LIMIT) {
      const some = keys.slice(start, start + DELETE_LIMIT);
      for (const key of some.filter((key) => !fitsXML(key))) await this.delete(key);
      const named = some.filter(fitsXML).map((key) => `<Object><Key>${escapeXML(key)}</Key></Object>`).join("");
      if (!named) continue;
      const body = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${named}</Delete>`;
      const checksum = btoa(String.fromCharCode(...new Uint8Array(await sha256(body))));
      const headers = { "content-type": "application/xml", "x-amz-checksum-sha256": checksum };
      const answer = await this.send("POST", "", { query: { delete: "" }, body, headers });
      refused.push(...children(parseXML(answer.text), "Error").map((entry) => ({
        key: textOf(entry, "Key"), code: textOf(entry, "Code"), message: textOf(entry, "Message"),
      })));
    }
    return refused;
  }

  // Uploads in parts

  async createUpload(key, { type = "" } = {}) {
    const headers = type ? { "content-type": type } : {};
    return textOf(parseXML((await this.send("POST", key, { query: { uploads: "" }, headers })).text), "UploadId");
  }

  /** @returns The part's ETag. */
  async uploadPart(key, uploadId, partNumber, body, { progress, signal } = {}) {
    const answer = await this.send("PUT", key, { query: { partNumber, uploadId }, body, progress, signal });
    return answer.headers.get("etag");
  }

  /** What has arrived of an upload: a Map of ETags by part number. */
  async parts(key, uploadId) {
    const found = new Map();
    let marker = "0";
    do {
      const query = { uploadId, "part-number-marker": marker };
      const root = parseXML((await this.send("GET", key, { query })).text);
      for (const part of children(root, "Part")) found.set(Number(textOf(part, "PartNumber")), textOf(part, "ETag"));
      marker = textOf(root, "IsTruncated") === "true" ? textOf(root, "NextPartNumberMarker") : "";
    } while (marker);
    return found;
  }

  /** @param parts A Map of ETags by part number. */
  async completeUpload(key, uploadId, parts) {
    const named = [...parts].sort(([one], [other]) => one - other).map(([number, etag]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${escapeXML(etag)}</ETag></Part>`).join("");
    const body = `<CompleteMultipartUpload>${named}</CompleteMultipartUpload>`;
    const answer = await this.send("POST", key, { query: { uploadId }, body });
    // S3 may answer 200 first and find the error afterwards.
    const root = parseXML(answer.text);
    if (root?.localName === "Error") throw errorOf(answer, root);
    return textOf(root, "ETag");
  }

  async abortUpload(key, uploadId) { await this.send("DELETE", key, { query: { uploadId } }); }

  /**
   * An address that works without a signature of its own, for `<img>` and downloads.
   *
   * @param name The file's name if it is to be saved and not shown.
   */
  async address(key, { expires = 900, name = "" } = {}) {
    const query = name ? { "response-content-disposition": attachment(name) } : {};
    return presign({ url: this.url(key, query), expires, ...(await this.signing()) });
  }

  // One request

  /** The address of a key; of the bucket for an empty one. */
  url(key, query = {}) {
    // Browsers take dots out of paths, encoded or not, and would ask for another object.
    if (key.split("/").some((part) => part === "." || part === "..")) {
      throw new S3Error("UnaddressableKey", "A browser cannot ask for a key with . or .. between slashes.");
    }
    const pairs = Object.entries(query).map(([name, value]) => `${escapeURI(name)}=${escapeURI(value)}`).join("&");
    return `${this.base}/${escapePath(key)}${pairs ? "?" + pairs : ""}`;
  }

  async signing(isAnew = false) {
    return {
      region: this.region, service: "s3", credentials: await this.credentials(isAnew),
      date: new Date(Date.now() + this.skew),
    };
  }

  /** @returns status, headers and text of the answer; throws an S3Error for any but a good one. */
  async send(method, key, { query, headers = {}, body = "", progress, signal } = {}, attempt = 0) {
    const url = this.url(key, query);
    const payloadHash = hex(await sha256(body));
    const signed = await sign({ method, url, headers, payloadHash, ...(await this.signing(attempt > 0)) });
    const answer = await exchange({ method, url, headers: signed, body, progress, signal });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const error = errorOf(answer, parseXML(answer.text));
    if (attempt === 0 && this.learnsFrom(error)) {
      return this.send(method, key, { query, headers, body, progress, signal }, 1);
    }
    throw error;
  }

  /** Whether asking once more helps: by the server's clock, or with credentials that last. */
  learnsFrom(error) {
    if (error.code === "RequestTimeTooSkewed") {
      this.skew = new Date(textOf(error.root, "ServerTime")) - Date.now();
      return Number.isFinite(this.skew);
    }
    return ["ExpiredToken", "InvalidToken", "InvalidAccessKeyId"].includes(error.code);
  }
}

const plain = (text) => decodeURIComponent(text.replaceAll("+", "%20"));

/** The header's value for a name in any language (RFC 6266). */
function attachment(name) {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  return `attachment; filename="${ascii}"; filename*=UTF-8''${escapeURI(name)}`;
}

function errorOf(answer, root) {
  const statusCodes = { 403: "AccessDenied", 404: "NotFound", 412: "PreconditionFailed" };
  return new S3Error(
    textOf(root, "Code") || statusCodes[answer.status] || `HTTP${answer.status}`, textOf(root, "Message"),
    { status: answer.status, requestID: answer.headers.get("x-amz-request-id") || textOf(root, "RequestId"), root });
}

async function exchange({ method, url, headers, body, progress, signal }) {
  if (progress) return exchangeWithProgress({ method, url, headers, body, progress, signal });
  try {
    const hasBody = method === "PUT" || method === "POST";
    const response = await fetch(url, { method, headers, body: hasBody ? body : undefined, signal, cache: "no-store" });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new S3Error("NetworkError", error.message);
  }
}

/** fetch tells nothing of what was sent; XMLHttpRequest does. */
function exchangeWithProgress({ method, url, headers, body, progress, signal }) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new DOMException("stopped", "AbortError"));
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = () => resolve({
      status: request.status, text: request.responseText,
      headers: { get: (name) => request.getResponseHeader(name) },
    });
    request.onerror = () => reject(new S3Error("NetworkError", "The connection was lost."));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
