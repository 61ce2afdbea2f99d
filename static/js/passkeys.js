// Passkeys: the browser asks its owner, and the form carries the answer. Nothing of this works without JavaScript, so
// the buttons are shown by it alone.
(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  // What the server asks for, with its base64url as the bytes that browsers want.
  function creation({ publicKey }, alone) {
    const wish = { ...publicKey.authenticatorSelection };
    wish.residentKey = alone ? "required" : "discouraged";
    wish.requireResidentKey = alone;
    return {
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: known(publicKey.excludeCredentials),
        authenticatorSelection: wish,
      },
    };
  }
  const request = ({ publicKey }) => ({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) },
  });

  // The browser's answer as JSON.
  function answer(credential) {
    const said = credential.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (said[name]) response[name] = text(said[name]);
    }
    if (said.getTransports) response.transports = said.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  }

  const onPage = () => JSON.parse(document.getElementById("passkey-data").textContent);
  const ways = {
    add: async (form) => {
      const alone = form.querySelector("[name=passwordless]");
      return navigator.credentials.create(creation(onPage().creation_options, alone ? alone.checked : true));
    },
    use: async () => navigator.credentials.get(request(onPage().request_options)),
    login: async (form) => {
      const response = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
      return navigator.credentials.get(request((await response.json()).request_options));
    },
  };

  async function press(event) {
    const button = event.target.closest("button[data-passkey]");
    if (!button) return;
    event.preventDefault();
    const form = button.form;
    const fault = document.querySelector("[data-passkey-fault]");
    fault.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = answer(await ways[button.dataset.passkey](form));
      form.submit();
    } catch {
      fault.hidden = false;
      button.disabled = false;
    }
  }

  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-needs-passkeys]").forEach((part) => part.removeAttribute("hidden"));
    document.addEventListener("click", press);
  }
})();
