// A receipt checked here in the browser, before anything is sent: its signature by the keys that this site publishes, never
// by one that comes with the receipt. Who came by the code on paper finds number and code filled in.

const HEX = /^[0-9a-f]{128}$/;

// RFC 8785 for what receipts and answers are made of: texts, truths, whole numbers. Strings are compared by UTF-16.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const bytes = (text) => new TextEncoder().encode(text);
const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

// JSON.parse takes the last of two values for one name in silence: then what was read is shorter than what was written.
export function read(text) {
  const found = JSON.parse(text);
  const names = (value) =>
    value && typeof value === "object" ? Object.values(value).reduce((sum, part) => sum + names(part), width(value)) : 0;
  const width = (value) => (Array.isArray(value) ? 0 : Object.keys(value).length);
  const written = text.replace(/"(?:[^"\\]|\\.)*"/g, '""').split(":").length - 1;
  if (names(found) !== written) throw new SyntaxError("a name stands there twice");
  return found;
}

export async function isGenuine(receipt, keys) {
  const { signature, ...signed } = receipt;
  const key = keys.find(({ kid }) => kid === receipt.kid);
  if (!key || ![1, 2].includes(receipt.v) || !HEX.test(signature) || key.revoked_at) return false;
  if (receipt.authority.id !== key.authority?.id) return false;
  if (!(key.valid_from <= receipt.signed_at && receipt.signed_at < key.valid_until)) return false;
  const jwk = { kty: key.kty, crv: key.crv, x: key.x };
  const imported = await crypto.subtle.importKey("jwk", jwk, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, unhex(signature), bytes(canonical(signed)));
}

export async function areItsAnswers(receipt, answers) {
  return hex(await crypto.subtle.digest("SHA-256", bytes(canonical(answers)))) === receipt.answers_sha256;
}

async function fetchKeys(form) {
  const answer = await fetch(form.dataset.keys);
  return (await answer.json()).keys;
}

async function textOf(field) {
  return field.files.length ? new TextDecoder("utf-8", { fatal: true }).decode(await field.files[0].arrayBuffer()) : "";
}

async function verdict(form) {
  const { document: typed, receipt: file, answers: beside } = form.elements;
  const text = typed.value || (await textOf(file));
  if (!text) return null;
  const keys = await fetchKeys(form);
  try {
    const receipt = read(text);
    if (!(await isGenuine(receipt, keys))) return { good: false, says: form.dataset.refused };
    const answers = await textOf(beside);
    if (!answers) return { good: true, says: form.dataset.valid };
    const fit = await areItsAnswers(receipt, read(answers));
    return { good: fit, says: `${form.dataset.valid} ${fit ? form.dataset.answers : form.dataset.other}` };
  } catch (error) {
    if (error.name === "NotSupportedError") return { good: null, says: form.dataset.unable };
    return { good: false, says: form.dataset.refused };
  }
}

async function show(form, place) {
  const found = await (globalThis.crypto?.subtle ? verdict(form) : { good: null, says: form.dataset.unable });
  place.hidden = !found;
  place.textContent = found?.says ?? "";
  place.classList.toggle("message-success", found?.good === true);
  place.classList.toggle("message-error", found?.good === false);
}

// The QR code leads to …/receipts/#number/code: what stands behind # is sent to nobody.
function fillIn(form) {
  const [number, code] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (code) Object.assign(form.elements.number, { value: number }) && Object.assign(form.elements.code, { value: code });
}

const form = document.getElementById("file-form");
if (form) {
  fillIn(document.getElementById("number-form"));
  form.addEventListener("change", () => show(form, document.getElementById("here")));
}
