// Passkeys: asks the device to make or show one, puts what it answers into the form, and sends the form.
const form = document.querySelector("form[data-passkey]");
const isPossible =
  window.PublicKeyCredential?.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;

if (form && isPossible) {
  form.hidden = false;
  document.querySelector("[data-passkey-missing]").hidden = true;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) {
      return;
    }
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask());
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}

async function ask() {
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  const answer = await fetch(form.dataset.options, { method: "POST", body });
  if (!answer.ok) {
    throw new Error(`refused: ${answer.status}`);
  }
  const options = await answer.json();
  const made =
    form.dataset.passkey === "make"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return made.toJSON();
}
