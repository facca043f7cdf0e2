// Credentials of an identity pool: a guest's, or those of somebody who signed in.
//
//   const pool = new IdentityPool({ endpoint, id: "us-east-1:…", logins: async () => ({ [provider]: idToken }) });
//   const { accessKeyId, secretAccessKey, sessionToken, expires } = await pool.credentials();

/** Credentials are renewed so long before they end, in milliseconds. */
const MARGIN = 5 * 60 * 1000;

export class CognitoError extends Error {
  constructor(code, message, requestID = "") {
    super(message || code);
    this.name = "CognitoError";
    this.code = code;
    this.requestID = requestID;
  }
}

export class IdentityPool {
  /**
   * @param logins Gives a token for each provider; none is a guest.
   * @param storage Keeps a guest's identity, so that a page loaded anew is the same guest.
   */
  constructor({ endpoint, id, logins = async () => null, storage = window.localStorage }) {
    this.endpoint = endpoint;
    this.id = id;
    this.logins = logins;
    this.storage = storage;
    this.name = `hanok.identity.${id}`;
    this.current = null;
    this.asking = null;
  }

  /** Those that last a while; asked for anew when they do not, or with `isAnew`. */
  async credentials(isAnew = false) {
    if (!isAnew && this.current && this.current.expires - Date.now() > MARGIN) return this.current;
    // Requests that come together ask once.
    this.asking ??= this.ask().finally(() => { this.asking = null; });
    return this.asking;
  }

  async ask() {
    const logins = await this.logins();
    const remembered = logins ? null : this.storage.getItem(this.name);
    try {
      this.current = await this.credentialsOf(remembered ?? (await this.newIdentity(logins)), logins);
    } catch (error) {
      if (!remembered || error.code !== "ResourceNotFoundException") throw error;
      this.current = await this.credentialsOf(await this.newIdentity(logins), logins);
    }
    return this.current;
  }

  async newIdentity(logins) {
    const { IdentityId } = await this.call("GetId", { IdentityPoolId: this.id, ...(logins && { Logins: logins }) });
    if (!logins) this.storage.setItem(this.name, IdentityId);
    return IdentityId;
  }

  async credentialsOf(identity, logins) {
    const input = { IdentityId: identity, ...(logins && { Logins: logins }) };
    const { Credentials: found } = await this.call("GetCredentialsForIdentity", input);
    return {
      accessKeyId: found.AccessKeyId, secretAccessKey: found.SecretKey, sessionToken: found.SessionToken,
      expires: new Date(found.Expiration * 1000), identity,
    };
  }

  async call(operation, input) {
    let response;
    try {
      response = await fetch(this.endpoint + "/", {
        method: "POST", body: JSON.stringify(input), cache: "no-store", credentials: "omit",
        headers: {
          "content-type": "application/x-amz-json-1.1", "x-amz-target": `AWSCognitoIdentityService.${operation}`,
        },
      });
    } catch (error) {
      throw new CognitoError("NetworkError", error.message);
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    const code = String(answer.__type ?? `HTTP${response.status}`).split("#").pop();
    throw new CognitoError(code, answer.message ?? answer.Message, response.headers.get("x-amzn-requestid") ?? "");
  }
}
