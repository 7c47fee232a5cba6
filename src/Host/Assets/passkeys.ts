// A passkey for a form that carries its options: the browser asks its owner, the answer goes with the form. Without this file the other
// way in, by password and code, does all.
type Text = Record<string, any>;

const bytes = (text: string) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const text = (buffer: ArrayBuffer | null | undefined) =>
  buffer ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") : undefined;
const known = (list: Text[] | undefined) => list?.map(c => ({ ...c, id: bytes(c.id) })) as PublicKeyCredentialDescriptor[] | undefined;

// Written out, because the desks' browsers of the last years have no toJSON for this.
async function ask(kind: string, o: Text): Promise<Text> {
  if (kind === "create") {
    const made = await navigator.credentials.create({ publicKey: {
      ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: known(o.excludeCredentials),
    } as PublicKeyCredentialCreationOptions }) as PublicKeyCredential;
    const r = made.response as AuthenticatorAttestationResponse;
    return credential(made, { attestationObject: text(r.attestationObject), clientDataJSON: text(r.clientDataJSON), transports: r.getTransports?.() ?? [] });
  }
  const got = await navigator.credentials.get({ publicKey: {
    ...o, challenge: bytes(o.challenge), allowCredentials: known(o.allowCredentials),
  } as PublicKeyCredentialRequestOptions }) as PublicKeyCredential;
  const r = got.response as AuthenticatorAssertionResponse;
  return credential(got, { authenticatorData: text(r.authenticatorData), clientDataJSON: text(r.clientDataJSON), signature: text(r.signature), userHandle: text(r.userHandle) });
}

const credential = (c: PublicKeyCredential, response: Text) => ({
  id: c.id, rawId: text(c.rawId), type: c.type, response, clientExtensionResults: c.getClientExtensionResults(),
  authenticatorAttachment: (c as any).authenticatorAttachment ?? undefined,
});

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.querySelector<HTMLButtonElement>("button")!.hidden = false;
    form.addEventListener("submit", async e => {
      e.preventDefault();
      const said = form.querySelector<HTMLElement>("[data-said]")!;
      said.textContent = "";
      try {
        const answer = await ask(form.dataset.passkey!, JSON.parse(form.dataset.options!));
        form.querySelector<HTMLInputElement>("input[name=credential]")!.value = JSON.stringify(answer);
        form.submit();
      } catch {
        said.textContent = "Your device gave no passkey. Try again, or take the other way.";
      }
    });
  }
}
