// AWS Signature Version 4 in a browser, by WebCrypto, which pages have over https and from localhost.
//
//   const headers = await sign({ method: "GET", url, region, service: "s3", credentials });
//   const response = await fetch(url, { headers });
//   image.src = await presign({ url, expires: 900, region, service: "s3", credentials });
//
// `credentials` are { accessKeyId, secretAccessKey, sessionToken }; the token may be missing.

/** The payload's hash for a body that is not signed: over https, and in addresses that are signed beforehand. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
/** The payload's hash for a body in chunks with a trailer that are not signed one by one (`aws-chunked`). */
export const STREAMING_UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

const ALGORITHM = "AWS4-HMAC-SHA256";
const encoder = new TextEncoder();
const bytesOf = (data) => (typeof data === "string" ? encoder.encode(data) : data);

/** Bytes in hexadecimal. */
export const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The SHA-256 of a text, bytes or a Blob, as an ArrayBuffer. */
export async function sha256(data) {
  const bytes = data instanceof Blob ? await data.arrayBuffer() : bytesOf(data);
  return crypto.subtle.digest("SHA-256", bytes);
}

/** AWS's percent-encoding: everything but letters, digits, `-`, `.`, `_` and `~`. */
export function escapeURI(text) {
  // A lone surrogate has no encoding.
  const whole = String(text).toWellFormed?.() ?? String(text);
  return encodeURIComponent(whole).replace(
    /[!'()*]/g, (letter) => "%" + letter.charCodeAt(0).toString(16).toUpperCase());
}

/** The same with the slashes left alone, as paths have them. */
export const escapePath = (text) => text.split("/").map(escapeURI).join("/");

/**
 * Signs a request's head.
 *
 * @param payloadHash The body's SHA-256 in hexadecimal, or one of the two words above. S3 gets it as a header too.
 * @returns The headers to send: those given, and those of the signature.
 */
export async function sign({
  method = "GET", url, headers = {}, payloadHash, region, service, credentials, date = new Date(),
}) {
  const address = new URL(url);
  const time = timestamp(date);
  const hash = payloadHash ?? hex(await sha256(""));
  const sent = { ...headers, "x-amz-date": time };
  if (service === "s3") sent["x-amz-content-sha256"] = hash;
  if (credentials.sessionToken) sent["x-amz-security-token"] = credentials.sessionToken;
  const signed = canonicalHeaders({ ...sent, host: address.host });
  const scope = scopeOf(time, region, service);
  const request = canonicalRequest(method, address, service, signed, hash);
  const signature = await signatureOf(request, time, scope, credentials);
  sent.Authorization =
    `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signed.names}, Signature=${signature}`;
  return sent;
}

/**
 * Signs an address, which then works by itself, as in `<img src>`, until it or the session expires.
 *
 * @param expires Seconds, at most a week.
 * @param headers What the request must carry besides `host`.
 */
export async function presign({
  method = "GET", url, headers = {}, expires = 900, payloadHash = UNSIGNED_PAYLOAD, region, service, credentials,
  date = new Date(),
}) {
  const address = new URL(url);
  const time = timestamp(date);
  const scope = scopeOf(time, region, service);
  const signed = canonicalHeaders({ ...headers, host: address.host });
  const parameters = [
    ["X-Amz-Algorithm", ALGORITHM], ["X-Amz-Credential", `${credentials.accessKeyId}/${scope}`],
    ["X-Amz-Date", time], ["X-Amz-Expires", expires], ["X-Amz-SignedHeaders", signed.names],
  ];
  if (credentials.sessionToken) parameters.push(["X-Amz-Security-Token", credentials.sessionToken]);
  address.search = [...pairsOf(address), ...parameters.map((pair) => pair.map(escapeURI))]
    .map((pair) => pair.join("=")).join("&");
  const request = canonicalRequest(method, address, service, signed, payloadHash);
  const signature = await signatureOf(request, time, scope, credentials);
  return `${address.href.split("#")[0]}&X-Amz-Signature=${signature}`;
}

const timestamp = (date) => date.toISOString().replace(/[-:]|\.\d+/g, "");
const scopeOf = (time, region, service) => `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
const ascending = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

function canonicalHeaders(headers) {
  const entries = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), String(value).trim().replace(/ +/g, " ")])
    .sort((one, other) => ascending(one[0], other[0]));
  return {
    names: entries.map(([name]) => name).join(";"),
    lines: entries.map(([name, value]) => `${name}:${value}\n`).join(""),
  };
}

/** Names and values of the query, encoded as the signature has them. */
function pairsOf(address) {
  return address.search.slice(1).split("&").filter(Boolean).map((pair) => {
    const [name, ...rest] = pair.split("=");
    return [name, rest.join("=")].map((part) => escapeURI(decodeURIComponent(part.replaceAll("+", "%20"))));
  });
}

function canonicalRequest(method, address, service, headers, payloadHash) {
  // S3 signs the path as it is sent; all others encode it once more.
  const path = service === "s3" ? address.pathname : escapePath(address.pathname);
  const query = pairsOf(address)
    .sort((one, other) => ascending(one[0], other[0]) || ascending(one[1], other[1]))
    .map((pair) => pair.join("=")).join("&");
  return [method, path, query, headers.lines, headers.names, payloadHash].join("\n");
}

async function signatureOf(request, time, scope, credentials) {
  const text = [ALGORITHM, time, scope, hex(await sha256(request))].join("\n");
  return hex(await hmac(await signingKey(credentials.secretAccessKey, scope), text));
}

async function hmac(key, text) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", imported, encoder.encode(text));
}

// The last key is kept: a page signs with one for hours.
let kept = { name: "", key: null };

async function signingKey(secret, scope) {
  const name = `${secret} ${scope}`;
  if (kept.name === name) return kept.key;
  let key = encoder.encode("AWS4" + secret);
  for (const part of scope.split("/")) key = await hmac(key, part);
  kept = { name, key };
  return key;
}
