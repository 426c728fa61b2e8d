// A minute before a login ends by itself its page says so, and one key goes on. When it has ended, what was typed is kept:
// on a page that saves as one writes it is locked in the browser and saved after the next login; any other page stays.

import { forgetPlainCopies } from "./saving/copies.js";

const WARNING = 60_000;
const LOOK = 5_000;
const SAVES = "form[data-autosave]";

const LOG_OUT = "form[action$='/logout/']";

document.addEventListener("submit", (event) => {
  if (event.target.matches(LOG_OUT) && !event.defaultPrevented) forgetPlainCopies();
});

const dialog = document.getElementById("login-ends");
if (dialog) start(dialog);

function start(dialog) {
  const { url, user, seconds } = dialog.dataset;
  const words = dialog.querySelector("[data-words]");
  const [warns, ended] = [dialog.querySelector(".warns"), dialog.querySelector(".ended")];
  const [stay, login] = [dialog.querySelector("button"), ended.querySelector("a")];
  let ends = Date.now() + Number(dialog.dataset.left) * 1000;

  if (!document.querySelector(SAVES)) login.target = "_blank";
  stay.addEventListener("click", () => ask("?stay=1"));
  dialog.addEventListener("cancel", (event) => (event.preventDefault(), ask("?stay=1")));
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(look, LOOK);

  const left = () => ends - Date.now();

  // Other tabs, and saving, make it last longer: the server knows.
  async function look() {
    if (left() <= WARNING) await ask("");
  }

  async function ask(query) {
    const answer = await fetch(url + query, { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return show();
    const told = await answer.json();
    ends = Date.now() + (told.user === user ? told.left * 1000 : 0);
    show();
  }

  function show() {
    const isOver = left() <= 0;
    if (left() > WARNING) return dialog.close();
    words.textContent = seconds.replace("{seconds}", Math.max(1, Math.ceil(left() / 1000)));
    warns.hidden = isOver;
    ended.hidden = !isOver;
    if (!dialog.open) dialog.showModal();
    if (isOver && document.activeElement !== login) login.focus();
  }
}
