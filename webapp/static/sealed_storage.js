// What waits to be sent stays in this browser, in a form that only pages of who may send it can read: the key comes with
// such a page and is kept nowhere. Null where nothing can be kept so: no storage, or a page without https.
// `keys`: the present one and, behind a space, the one until it was changed.
export async function sealedStorage(keys) {
  if (!hasStorage() || !globalThis.crypto?.subtle) return null;
  const secrets = await Promise.all(keys.split(" ").map((key) =>
    crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, ["encrypt", "decrypt"])));
  return {
    names: (prefix) => Object.keys(localStorage).filter((name) => name.startsWith(prefix)),
    remove: (name) => localStorage.removeItem(name),

    async write(name, value) {
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(value));
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, secrets[0], plain));
      localStorage.setItem(name, textOf(nonce) + "." + textOf(sealed));
    },

    // Null for what is not there and for what another key sealed.
    async read(name) {
      try {
        const [nonce, sealed] = localStorage.getItem(name).split(".").map(bytesOf);
        const plain = await Promise.any(secrets.map((secret) => crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, secret, sealed)));
        return JSON.parse(new TextDecoder().decode(plain));
      } catch {
        return null;
      }
    },
  };
}

function hasStorage() {
  try { localStorage.setItem("sealed", ""); localStorage.removeItem("sealed"); return true; } catch { return false; }
}

function bytesOf(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

function textOf(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
