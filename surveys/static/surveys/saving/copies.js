// What could not be saved yet is kept in the browser's store, by person, return and section. It is locked with a key that
// the server hands to that person's pages alone and the browser never stores: whoever sits here next cannot read it. Where
// the browser cannot lock (no https), it is kept as it is, and goes when the person logs out.

const PLAIN = "plain:";
const NONCE = 12;

export function openCopies(name, key) {
  const lock = crypto.subtle?.importKey("raw", bytesOf(key), "AES-GCM", false, ["encrypt", "decrypt"]);
  let last = Promise.resolve();

  // One after the other, so that an older text never takes the place of a newer one.
  function inTurn(deed) {
    last = last.then(deed).catch(() => null);
    return last;
  }

  return {
    keep: (text) => inTurn(async () => localStorage.setItem(name, await locked(text, lock))),
    forget: () => inTurn(() => localStorage.removeItem(name)),
    // Null when there is none, or none that this person can read.
    read: () => inTurn(() => unlocked(localStorage.getItem(name), lock)),
  };
}

async function locked(text, lock) {
  if (!lock) return PLAIN + text;
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const secret = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await lock, new TextEncoder().encode(text));
  return textOf([...nonce, ...new Uint8Array(secret)]);
}

async function unlocked(kept, lock) {
  if (!kept || kept.startsWith(PLAIN)) return kept?.slice(PLAIN.length) ?? null;
  const bytes = bytesOf(kept);
  const [nonce, secret] = [bytes.slice(0, NONCE), bytes.slice(NONCE)];
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, await lock, secret));
}

// When the person logs out; what is locked waits for the next login.
export function forgetPlainCopies() {
  const kept = Object.keys(localStorage).filter((name) => name.startsWith("draft:"));
  kept.filter((name) => localStorage.getItem(name).startsWith(PLAIN)).forEach((name) => localStorage.removeItem(name));
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const textOf = (bytes) => btoa(bytes.map((byte) => String.fromCharCode(byte)).join(""));
