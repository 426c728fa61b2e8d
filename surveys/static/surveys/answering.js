// The pages of a return, and that of a round. On that of a section rows of tables are added, and what is typed is saved in
// passing; the others tell where text waits in this browser that could not be saved.

import { startPositions } from "./positions.js";
import { showFragments, showQuestions } from "./questions.js";
import { startSaving } from "./saving/saving.js";
import { startTables } from "./tables.js";

const form = document.querySelector("form[data-autosave]");
if (form) start(form);
document.querySelectorAll("[data-waits]").forEach(tellWhereTextWaits);
document.querySelectorAll("[data-waits-of]").forEach(tellWhoseTextWaits);

function tellWhereTextWaits(notice) {
  for (const link of notice.querySelectorAll("[data-copies]")) {
    const kept = Object.keys(localStorage).find((name) => name.startsWith(`draft:${link.dataset.copies}`));
    if (!kept) continue;
    link.hidden = notice.hidden = false;
    if (link.dataset.copies.endsWith(":")) link.querySelector("a").search = `?page=${kept.split(":").pop()}`;
  }
}

// On the page of a round, by the links there: text is kept by person and return, or by person, round and organisation.
function tellWhoseTextWaits(notice) {
  const kept = Object.keys(localStorage).filter((name) => name.startsWith(`draft:${notice.dataset.waitsOf}:`));
  const links = kept.map((name) => name.split(":")).map(([, , first, second]) => pageOf(first, second));
  for (const link of new Set(links.filter(Boolean))) {
    const item = notice.querySelector("ul").appendChild(document.createElement("li"));
    item.append(link.cloneNode(true));
    notice.hidden = false;
  }
}

// Text of many returns side by side is shown with each of them where none can be changed any more.
function pageOf(unit, organisation) {
  const isOfRound = location.pathname.includes(unit);
  const found = isOfRound ? linkTo(`/organisations/${organisation}/together/`) : linkTo(`/assignments/${unit}/`);
  return found ?? (isOfRound ? linkTo("/assignments/") : null);
}

function linkTo(part) {
  return [...document.querySelectorAll("main a[href]")].find((link) => link.pathname.includes(part));
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
