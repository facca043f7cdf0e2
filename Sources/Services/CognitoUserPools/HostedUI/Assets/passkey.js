"use strict";
// Asks the browser to use or make a passkey, and sends its answer as the form's credential.
const button = document.getElementById("passkey");
const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const decodeIDs = (known) => (known || []).map((one) => ({ ...one, id: decode(one.id) }));

async function use(options) {
  options.allowCredentials = decodeIDs(options.allowCredentials);
  const credential = await navigator.credentials.get({ publicKey: options });
  const answer = credential.response;
  return [credential, {
    clientDataJSON: encode(answer.clientDataJSON),
    authenticatorData: encode(answer.authenticatorData),
    signature: encode(answer.signature),
    userHandle: answer.userHandle ? encode(answer.userHandle) : undefined,
  }];
}

async function make(options) {
  options.user.id = decode(options.user.id);
  options.excludeCredentials = decodeIDs(options.excludeCredentials);
  const credential = await navigator.credentials.create({ publicKey: options });
  const answer = credential.response;
  return [credential, {
    clientDataJSON: encode(answer.clientDataJSON),
    attestationObject: encode(answer.attestationObject),
    transports: answer.getTransports ? answer.getTransports() : [],
  }];
}

async function ask() {
  const options = JSON.parse(button.dataset.options);
  options.challenge = decode(options.challenge);
  const [credential, response] = await (button.dataset.kind === "create" ? make : use)(options);
  button.form.elements.credential.value = JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
  button.form.submit();
}

button.addEventListener("click", () => {
  ask().catch(() => {
    const message = document.getElementById("passkey-error");
    message.textContent = button.dataset.failed;
    message.hidden = false;
  });
});
