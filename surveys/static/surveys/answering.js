// The pages of a return. On that of a section rows of tables are added, and what is typed is saved in passing; the others tell
// where text waits in this browser that could not be saved.

import { startPositions } from "./positions.js";
import { showFragments, showQuestions } from "./questions.js";
import { startSaving } from "./saving/saving.js";
import { startTables } from "./tables.js";

const form = document.querySelector("form[data-autosave]");
if (form) start(form);
document.querySelectorAll("[data-waits]").forEach(tellWhereTextWaits);

function tellWhereTextWaits(notice) {
  for (const link of notice.querySelectorAll("[data-copies]")) {
    const kept = Object.keys(localStorage).find((name) => name.startsWith(`draft:${link.dataset.copies}`));
    if (!kept) continue;
    link.hidden = notice.hidden = false;
    if (link.dataset.copies.endsWith(":")) link.querySelector("a").search = `?page=${kept.split(":").pop()}`;
  }
}

function start(form) {
  const { elements } = form;
  let act = null;
  startTables(form);
  startPositions(form);
  form.addEventListener("click", settleConflict);
  const saving = startSaving(form, { fields, accept, isBehind: (result) => String(result.version) !== elements.base.value });

  function fields(isSent = false) {
    const params = new URLSearchParams(new FormData(form));
    if (isSent && act) params.set("act", act);
    if (isSent) act = null;
    return params;
  }

  function accept(result, sent) {
    elements.base.value = result.version;
    elements.asked.value = result.asked;
    elements.cells.value = result.cells;
    elements.explained.value = result.explained;
    showQuestions(form, result.shown, result.questions);
    showFragments(result.fragments, sent);
    result.conflicts.forEach(showConflict);
    return result.conflicts.length === 0;
  }

  function showConflict(conflict) {
    const question = document.getElementById(`q-${conflict.question}`);
    if (!question) return;
    question.querySelector(".conflict")?.remove();
    question.insertAdjacentHTML("beforeend", conflict.html);
    question.querySelector(".conflict").theirs = conflict.theirs_html;
  }

  function settleConflict(event) {
    const button = event.target.closest("[data-keep]");
    if (!button) return;
    const conflict = button.closest(".conflict");
    const question = conflict.closest("[data-question]");
    conflict.remove();
    const isMine = button.dataset.keep === "mine";
    const isTable = question.querySelector("table.rows") !== null;
    act = `${isMine && isTable ? "restore" : "settle"}:${conflict.dataset.index}`;
    saving.markDirty();
    if (!isMine) question.outerHTML = conflict.theirs;
    else if (!isTable) forgetMark(question.dataset.question);
    else return void saving.save().then((isSaved) => isSaved && location.reload());
    document.getElementById(`f-${question.dataset.question}`)?.focus();
    saving.save();
  }

  // Without the mark the server takes the answer as changed here, now against the version that has the colleague's.
  function forgetMark(name) {
    const marks = elements.asked.value.split(" ");
    elements.asked.value = marks.map((mark) => (mark.startsWith(`${name}:`) ? `${name}:` : mark)).join(" ");
  }
}
