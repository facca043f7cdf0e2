// Sign-in by a user pool's hosted pages: the authorization code with PKCE, for a client without a secret (RFC 7636).
// Tokens stay in this tab's storage and end with it.
//
//   const signIn = new SignIn({ domain, clientID, redirect: location.origin + location.pathname });
//   await signIn.finish();                         // on the way back from the hosted pages
//   if (!signIn.isSignedIn) await signIn.begin();  // leaves the page
//   const token = await signIn.idToken();          // renewed when it ends; null when that fails

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const chance = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

export class SignIn {
  /** @param domain The address of the pool's domain: what stands before `/oauth2/authorize`. */
  constructor({ domain, clientID, redirect, scope = "openid email", storage = window.sessionStorage }) {
    this.domain = domain.replace(/\/$/, "");
    this.clientID = clientID;
    this.redirect = redirect;
    this.scope = scope;
    this.storage = storage;
    this.name = `hanok.signin.${clientID}`;
    this.tokens = this.read(this.name);
  }

  get isSignedIn() { return this.tokens !== null; }

  /** What the ID token says of the person. It is for showing; the server checks the token itself. */
  get claims() {
    const payload = this.tokens?.id_token.split(".")[1];
    if (!payload) return {};
    const bytes = Uint8Array.from(
      atob(payload.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  /** Goes to the hosted pages. @param language Of those pages. */
  async begin(language = "") {
    const state = chance();
    const verifier = chance();
    this.storage.setItem(`${this.name}.${state}`, JSON.stringify({ verifier, place: location.hash }));
    const challenge = base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
    const query = new URLSearchParams({
      response_type: "code", client_id: this.clientID, redirect_uri: this.redirect, scope: this.scope, state,
      code_challenge: challenge, code_challenge_method: "S256", ...(language && { lang: language }),
    });
    location.assign(`${this.domain}/oauth2/authorize?${query}`);
  }

  /** Takes the code that the hosted pages sent back, if they did. Throws what they refused. */
  async finish() {
    const query = new URLSearchParams(location.search);
    if (!query.has("state") || !(query.has("code") || query.has("error"))) return;
    const name = `${this.name}.${query.get("state")}`;
    const begun = this.read(name);
    this.storage.removeItem(name);
    history.replaceState(null, "", location.pathname + (begun?.place ?? ""));
    if (query.has("error")) throw new Error(query.get("error_description") ?? query.get("error"));
    // A code that this tab did not ask for may be somebody else's.
    if (!begun) return;
    await this.exchange({
      grant_type: "authorization_code", code: query.get("code"), redirect_uri: this.redirect,
      code_verifier: begun.verifier,
    });
  }

  /** An ID token that is good for some minutes yet, or null when the session has ended. */
  async idToken() {
    if (!this.tokens) return null;
    if (this.claims.exp * 1000 - Date.now() > 2 * 60 * 1000) return this.tokens.id_token;
    try {
      await this.exchange({ grant_type: "refresh_token", refresh_token: this.tokens.refresh_token });
    } catch (error) {
      if (error.name === "TypeError") throw error;
      this.forget();
      return null;
    }
    return this.tokens.id_token;
  }

  async exchange(fields) {
    const response = await this.post("/oauth2/token", fields);
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.error_description ?? answer.error ?? `HTTP ${response.status}`);
    this.tokens = { ...this.tokens, ...answer };
    this.storage.setItem(this.name, JSON.stringify(this.tokens));
  }

  /** Ends the session here and at the hosted pages. */
  async end() {
    const token = this.tokens?.refresh_token;
    this.forget();
    if (token) await this.post("/oauth2/revoke", { token }).catch(() => {});
    location.assign(`${this.domain}/logout?${new URLSearchParams({
      client_id: this.clientID, logout_uri: this.redirect,
    })}`);
  }

  forget() {
    this.tokens = null;
    this.storage.removeItem(this.name);
  }

  post(path, fields) {
    return fetch(this.domain + path, {
      method: "POST", credentials: "omit", body: new URLSearchParams({ client_id: this.clientID, ...fields }),
    });
  }

  read(name) {
    try {
      return JSON.parse(this.storage.getItem(name));
    } catch {
      return null;
    }
  }
}
