// The page on which one section is answered for many data centers: a row for each, saved and merged by itself.

import { showLost, textsOf } from "./saving/lost_copies.js";
import { startPositions } from "./positions.js";
import { showFragments } from "./questions.js";
import { startSaving } from "./saving/saving.js";
import { startTables } from "./tables.js";

const OF_THE_PAGE = ["csrfmiddlewaretoken", "once_key", "form", "checked"];
// What the server tells of a row's state, as against what somebody typed into it.
const OF_THE_STATE = ["base", "asked", "explained"];
const NOT_TYPED = [...OF_THE_STATE, "act"];

const form = document.querySelector("form[data-autosave]");
if (form) start(form);

function start(form) {
  const rows = [...form.querySelectorAll("tr[data-key]")];
  const acts = new Map();
  const saved = new Map(rows.map(({ dataset: { key } }) => [key, typedIn(key, new FormData(form))]));
  startTables(form);
  startPositions(form);
  form.addEventListener("click", settleConflict);
  const saving = startSaving(form, { fields, accept, isBehind, tellRefused });

  const hidden = (key, name) => form.elements[`${key}.${name}`];

  // By the name of its field; of several ticks all of them.
  function typedIn(key, data) {
    const found = new Map();
    for (const [name, value] of data) {
      const isTyped = name.startsWith(`${key}.`) && !NOT_TYPED.includes(name.slice(key.length + 1));
      if (isTyped) found.set(name, (found.get(name) ?? "") + value.replaceAll("\r\n", "\n"));
    }
    return found;
  }

  function isChanged(key, data) {
    const [now, before] = [typedIn(key, data), saved.get(key)];
    return [...now.keys(), ...before.keys()].some((name) => (now.get(name) ?? "") !== (before.get(name) ?? ""));
  }

  // Only the rows in which something stands that the server does not have.
  function fields(isSent = false) {
    const all = new FormData(form);
    const params = new URLSearchParams(OF_THE_PAGE.filter((name) => all.has(name)).map((name) => [name, all.get(name)]));
    for (const { dataset: { key } } of rows) {
      if (!isChanged(key, all) && !acts.has(key)) continue;
      [...all].filter(([name]) => name.startsWith(`${key}.`)).forEach(([name, value]) => params.append(name, value));
      if (isSent && acts.has(key)) params.set(`${key}.act`, acts.get(key));
    }
    if (isSent) acts.clear();
    return params;
  }

  function accept(result, sent) {
    const told = Object.entries(result.rows);
    told.forEach(([key, row]) => (row.refused ? refuse(key, row.refused) : show(key, row, sent)));
    return told.every(([, row]) => !row.refused && row.conflicts.length === 0);
  }

  // Text of rows whose answers can no longer be changed; they may stand on this page no more.
  function tellRefused(result) {
    const texts = textsOf(result);
    showLost(`draft:${form.dataset.copy}`, texts);
    return texts.length > 0;
  }

  function show(key, row, sent) {
    OF_THE_STATE.forEach((name) => (hidden(key, name).value = row[name]));
    saved.set(key, typedIn(key, sent));
    Object.entries(row.cells).forEach(([question, html]) => fill(key, question, html));
    showFragments(row.fragments, sent);
    row.conflicts.forEach((conflict) => showConflict(key, conflict));
  }

  // A question has come in, or does not apply any more; what is calculated is always drawn anew.
  function fill(key, question, html) {
    const cell = cellOf(key, question);
    if (!cell || cell.innerHTML === html) return;
    cell.innerHTML = html;
    const before = saved.get(key);
    const isInCell = (name) => name.split(":")[0] === `${key}.a.${question}`;
    [...before.keys()].filter(isInCell).forEach((name) => before.delete(name));
    [...typedIn(key, new FormData(form))].filter(([name]) => isInCell(name)).forEach((entry) => before.set(...entry));
  }

  const cellOf = (key, question) => form.querySelector(`tr[data-key="${key}"] [data-column="${question}"]`);

  function refuse(key, words) {
    const head = form.querySelector(`tr[data-key="${key}"] th`);
    if (!head) return;
    const note = head.querySelector(".field-error") ?? head.appendChild(document.createElement("span"));
    note.className = "field-error";
    note.textContent = words;
  }

  function showConflict(key, conflict) {
    const cell = cellOf(key, conflict.question);
    if (!cell) return;
    cell.querySelector(".conflict")?.remove();
    cell.insertAdjacentHTML("beforeend", conflict.html);
    cell.querySelector(".conflict").theirs = conflict.theirs_html;
  }

  function settleConflict(event) {
    const button = event.target.closest("[data-keep]");
    if (!button) return;
    const conflict = button.closest(".conflict");
    const cell = conflict.closest("[data-column]");
    const { key } = cell.closest("tr").dataset;
    conflict.remove();
    acts.set(key, `settle:${conflict.dataset.index}`);
    if (button.dataset.keep === "mine") forgetMark(key, cell.dataset.column);
    else cell.innerHTML = conflict.theirs;
    cell.querySelector("input, select, textarea")?.focus();
    saving.markDirty();
    saving.save();
  }

  // Without the mark the server takes the answer as changed here, now against the version that has the colleague's.
  function forgetMark(key, question) {
    const asked = hidden(key, "asked");
    const marks = asked.value.split(" ");
    asked.value = marks.map((mark) => (mark.startsWith(`${question}:`) ? `${question}:` : mark)).join(" ");
  }

  function isBehind(result) {
    const taken = Object.entries(result.rows).filter(([, row]) => !row.refused);
    return taken.some(([key, row]) => hidden(key, "base")?.value !== String(row.base));
  }
}
