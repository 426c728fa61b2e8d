// Text that waits in this browser and that nobody takes any more, since the answers can no longer be changed. The server puts
// it in words without keeping it; it stays in the browser, locked, until somebody throws it away.

import { openCopies } from "./copies.js";

const notice = document.querySelector("[data-lost]");
const lost = new Map();

if (notice) {
  notice.querySelector("[data-copy-all]").addEventListener("click", copyAll);
  notice.querySelector("[data-throw-away]").addEventListener("click", throwAway);
  notice.querySelectorAll("[data-copies]").forEach(({ dataset }) => lookFor(dataset));
}

// `name`: under which the text is kept; `texts`: what it says, with the labels of its questions.
export function showLost(name, texts) {
  if (texts.length === 0) return;
  lost.set(name, texts);
  notice.querySelector("dl").replaceChildren(...all().flatMap(drawn));
  notice.hidden = false;
}

export const textsOf = (told) => told.texts ?? Object.values(told.rows ?? {}).flatMap((row) => row.texts ?? []);

function lookFor({ copies, address }) {
  const names = Object.keys(localStorage).filter((name) => name === `draft:${copies}` || name.startsWith(`draft:${copies}:`));
  names.forEach((name) => ask(name, address));
}

async function ask(name, address) {
  const copies = openCopies(name, notice.dataset.key);
  const copy = await copies.read();
  if (copy === null) return;
  const body = new URLSearchParams(copy);
  body.set("csrfmiddlewaretoken", notice.querySelector("[name=csrfmiddlewaretoken]").value);
  const headers = { Accept: "application/json" };
  const answer = await fetch(address, { method: "POST", body, redirect: "manual", headers }).catch(() => null);
  if (!answer?.ok && answer?.status !== 409) return;
  const texts = textsOf(await answer.json());
  if (texts.length) return showLost(name, texts);
  // It says nothing that is not known, or was saved: the answers can be changed again.
  await copies.forget();
  if (answer.ok) location.reload();
}

const all = () => [...lost.values()].flat();

function drawn({ label, text }) {
  const [term, said] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = label;
  said.textContent = text || "—";
  return [term, said];
}

// Selected in any case: browsers write to the clipboard on pages served by https only, and where they are let.
async function copyAll() {
  getSelection().selectAllChildren(notice.querySelector("dl"));
  const lines = all().map(({ label, text }) => `${label}\t${text}`);
  const isCopied = await navigator.clipboard?.writeText(lines.join("\n")).then(() => true, () => false);
  notice.querySelector("[data-copied]").hidden = !isCopied;
}

function throwAway() {
  lost.forEach((_texts, name) => localStorage.removeItem(name));
  lost.clear();
  notice.hidden = true;
}
