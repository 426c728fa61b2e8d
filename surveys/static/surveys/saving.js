// Saves a section while somebody types, so that nothing typed is lost: not offline, not after a log-out, not to a colleague.
// The form carries the version it was drawn with; the server merges, and says what a colleague changed meanwhile.

import { untilReleased } from "./pressing.js";
import { showFragments, showQuestions } from "./questions.js";
import { renewToken } from "./token.js";

const EVERY = 10_000;
const KEPT_OUT_OF_COPIES = ["csrfmiddlewaretoken", "once_key"];

export function startSaving(form) {
  const state = form.querySelector(".save-state");
  const copyName = `draft:${form.dataset.copy}`;
  let isDirty = false;
  let isOver = false;
  let isLeaving = false;
  let isAwaited = false;
  let running = null;
  let act = null;

  form.addEventListener("input", markDirty);
  form.addEventListener("change", takeChange);
  form.addEventListener("focusout", save);
  form.addEventListener("submit", saveBeforeSubmitting);
  form.addEventListener("click", settleConflict);
  document.addEventListener("submit", saveBeforeLeaving);
  window.addEventListener("online", save);
  setInterval(save, EVERY);
  replay();

  function markDirty() {
    isDirty = true;
    keepCopy(fields());
  }

  // What is chosen may bring in further questions, so it is not left to wait until the focus moves on.
  function takeChange(event) {
    markDirty();
    if (event.target.matches("select, [type=radio], [type=checkbox]")) save();
  }

  function fields() {
    return new URLSearchParams(new FormData(form));
  }

  function keepCopy(params) {
    KEPT_OUT_OF_COPIES.forEach((name) => params.delete(name));
    try {
      localStorage.setItem(copyName, params.toString());
    } catch {
      // The browser's store is full or forbidden: saving on the server goes on all the same.
    }
  }

  function forgetCopy() {
    try {
      localStorage.removeItem(copyName);
    } catch {
      // As above.
    }
  }

  function copied() {
    try {
      return localStorage.getItem(copyName);
    } catch {
      return null;
    }
  }

  // True when everything typed so far is on the server and no colleague contradicts it.
  function save() {
    if (isOver) return Promise.resolve(false);
    if (running) {
      isAwaited = true;
      return running;
    }
    if (!isDirty) return Promise.resolve(!form.querySelector(".conflict"));
    isDirty = isAwaited = false;
    const sent = fields();
    if (act) sent.set("act", act);
    act = null;
    say(state.dataset.saving);
    running = send(sent)
      .then((result) => untilReleased().then(() => accept(result, sent)), refuse)
      .finally(() => {
        running = null;
        if (isAwaited) save();
      });
    return running;
  }

  async function send(params, isSecondTry = false) {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: params, redirect: "manual", headers });
    if (answer.ok) return answer.json();
    const told = await toldBy(answer);
    if (told.renew && !isSecondTry && (await renewToken(form))) {
      params.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      return send(params, true);
    }
    const refusal = new Error();
    refusal.words = answer.type === "opaqueredirect" ? state.dataset.loggedOut : told.message;
    refusal.isFinal = answer.status === 409 || answer.status === 404;
    throw refusal;
  }

  // What stands between us and the server answers without a word of ours.
  async function toldBy(answer) {
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return isJson ? answer.json() : {};
  }

  function accept(result, sent) {
    if (result.elsewhere) return leave(result.elsewhere);
    form.elements.base.value = result.version;
    form.elements.asked.value = result.asked;
    form.elements.cells.value = result.cells;
    form.elements.explained.value = result.explained;
    showQuestions(form, result.shown, result.questions);
    showFragments(result.fragments, sent);
    result.conflicts.forEach(showConflict);
    if (!isDirty) forgetCopy();
    say((result.unsent ? state.dataset.unsent : state.dataset.saved).replace("{time}", result.saved_at));
    return result.conflicts.length === 0;
  }

  // The questionnaire was changed: what stands here is kept, but this page is no longer the one to write on.
  function leave(address) {
    if (!isDirty) forgetCopy();
    isOver = true;
    location.assign(address);
    return false;
  }

  function refuse(error) {
    isDirty = true;
    isOver = error.isFinal === true;
    keepCopy(fields());
    say(error.words ?? state.dataset.offline, true);
    return false;
  }

  function say(words, isTrouble = false) {
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("is-trouble", isTrouble);
  }

  // The button's own request carries nothing new then; without a connection or a login, or with an open conflict, the page
  // stays, with the text in it.
  function saveBeforeSubmitting(event) {
    const conflict = form.querySelector(".conflict");
    if (!running && !isDirty && !conflict) return;
    event.preventDefault();
    conflict?.querySelector("button").focus();
    settled().then((isSaved) => {
      if (isSaved) form.requestSubmit(event.submitter);
    });
  }

  // The switch of language and the log-out wait for what is being saved; what cannot be saved is kept in the copy.
  function saveBeforeLeaving(event) {
    if (event.target === form || isLeaving || (!running && !isDirty)) return;
    event.preventDefault();
    isLeaving = true;
    settled().finally(() => event.target.requestSubmit(event.submitter));
  }

  async function settled() {
    let isSaved = await save();
    while (isSaved && (isDirty || running)) isSaved = await save();
    return isSaved;
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
    markDirty();
    if (!isMine) question.outerHTML = conflict.theirs;
    else if (!isTable) forgetMark(question.dataset.question);
    else return void save().then((isSaved) => isSaved && location.reload());
    document.getElementById(`f-${question.dataset.question}`)?.focus();
    save();
  }

  // Without the mark the server takes the answer as changed here, now against the version that has the colleague's.
  function forgetMark(name) {
    const marks = form.elements.asked.value.split(" ");
    form.elements.asked.value = marks.map((mark) => (mark.startsWith(`${name}:`) ? `${name}:` : mark)).join(" ");
  }

  // What could not be saved last time is sent with the version it was typed against, so that no newer text is lost to it.
  function replay() {
    const copy = copied();
    if (!copy) return;
    const params = new URLSearchParams(copy);
    params.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    running = send(params)
      .then((result) => {
        forgetCopy();
        if (String(result.version) !== form.elements.base.value) location.reload();
        return true;
      }, (error) => {
        say(error.words ?? state.dataset.offline, true);
        return false;
      })
      .finally(() => {
        running = null;
      });
  }
}
