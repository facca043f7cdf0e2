"use strict";
// Asks the browser for a passkey and sends its answer as the form's credential.
const button = document.getElementById("passkey");
const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function ask() {
  const options = JSON.parse(button.dataset.options);
  options.challenge = decode(options.challenge);
  options.allowCredentials = (options.allowCredentials || []).map((known) => ({ ...known, id: decode(known.id) }));
  const credential = await navigator.credentials.get({ publicKey: options });
  const answer = credential.response;
  button.form.elements.credential.value = JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: encode(answer.clientDataJSON),
      authenticatorData: encode(answer.authenticatorData),
      signature: encode(answer.signature),
      userHandle: answer.userHandle ? encode(answer.userHandle) : undefined,
    },
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
