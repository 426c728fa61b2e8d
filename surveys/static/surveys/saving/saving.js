// Saves a page of answers while somebody types, so that nothing typed is lost: not offline, not after a log-out, not to a
// colleague. What is sent carries the version it was typed against; the server merges, and says what a colleague changed.
//
// `page` is what pages do differently: `fields()` gives what is to be sent, `accept(result, sent)` shows what the server
// says of it and is true when no colleague contradicts, `isBehind(result)` says whether the server has more than is shown,
// `tellRefused(result)` shows what can no longer be saved, and is true where there is any: that text is kept.

import { openCopies } from "./copies.js";
import { untilReleased } from "../pressing.js";

const PAUSE = 1_000;
const AGAIN = 10_000;
const KEPT_OUT_OF_COPIES = ["csrfmiddlewaretoken", "once_key"];

export function startSaving(form, page) {
  const state = form.querySelector(".save-state");
  const copies = openCopies(`draft:${form.dataset.copy}`, form.dataset.key);
  const told = `replayed:${form.dataset.copy}`;
  let isDirty = false;
  let isOver = false;
  let isLeaving = false;
  let isAwaited = false;
  let running = null;
  let pause = 0;

  form.addEventListener("input", markDirty);
  form.addEventListener("change", takeChange);
  form.addEventListener("focusout", save);
  form.addEventListener("submit", saveBeforeSubmitting);
  document.addEventListener("submit", saveBeforeLeaving);
  window.addEventListener("online", save);
  setInterval(save, AGAIN);
  replay();
  return { markDirty, save };

  function markDirty() {
    isDirty = true;
    keepCopy(page.fields());
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  }

  // What is chosen may bring in further questions, so it is not left to wait.
  function takeChange(event) {
    markDirty();
    if (event.target.matches("select, [type=radio], [type=checkbox]")) save();
  }

  function keepCopy(params) {
    KEPT_OUT_OF_COPIES.forEach((name) => params.delete(name));
    copies.keep(params.toString());
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
    clearTimeout(pause);
    const sent = page.fields(true);
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
    const isAgreed = page.accept(result, sent);
    if (!isDirty && !page.tellRefused?.(result)) copies.forget();
    say((result.unsent ? state.dataset.unsent : state.dataset.saved).replace("{time}", result.saved_at));
    return isAgreed;
  }

  // The questionnaire was changed: what stands here is kept, but this page is no longer the one to write on.
  async function leave(address) {
    if (!isDirty) await copies.forget();
    isOver = true;
    location.assign(address);
    return false;
  }

  function refuse(error) {
    isDirty = true;
    isOver = error.isFinal === true;
    keepCopy(page.fields());
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

  // What could not be saved last time is sent with the version it was typed against, so that no newer text is lost to it.
  async function replay() {
    if (sessionStorage.getItem(told)) say(state.dataset.replayed);
    sessionStorage.removeItem(told);
    const copy = await copies.read();
    if (!copy || isDirty || running) return;
    const params = new URLSearchParams(copy);
    params.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    running = send(params)
      .then(replayed, (error) => {
        say(error.words ?? state.dataset.offline, true);
        return false;
      })
      .finally(() => {
        running = null;
        if (isAwaited) save();
      });
  }

  async function replayed(result) {
    if (result.elsewhere) return leave(result.elsewhere);
    if (isDirty) return true;
    if (!page.tellRefused?.(result)) await copies.forget();
    if (page.isBehind(result)) {
      sessionStorage.setItem(told, "1");
      location.reload();
    }
    return true;
  }
}

// Logging in, in whatever tab, makes the token of every open page old. The page goes on with the new one, unless somebody
// else is logged in by now: what one person typed is not saved in the name of another.
async function renewToken(form) {
  const answer = await fetch(form.dataset.login, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) return false;
  const { user, token } = await answer.json();
  if (user !== form.dataset.user) return false;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => {
    field.value = token;
  });
  return true;
}
