// Whoever works by keyboard goes on where something is to be done, without passing the head of every page: at the first
// blank that has to be filled in, else at the first task that waits, else at the page's main button. Ctrl+Enter presses
// that from anywhere.

const KEPT = "by-key";
const MAIN = "main .btn-primary";
const FIELDS = "main form[method=post] :is(input:not([type=hidden], [type=file]), select, textarea)";
const BESIDE = ".tells *, .method *, .unavailable *, .unit-choice, .question:has(label .optional, legend .optional) *";
const TASKS = ".task-list li:has(.tag) a";

let isByKey = false;
document.addEventListener("keydown", press, true);
document.addEventListener("pointerdown", () => (isByKey = false), true);
window.addEventListener("pagehide", () => sessionStorage.setItem(KEPT, isByKey ? "1" : ""));
if (sessionStorage.getItem(KEPT)) goOn();

function press(event) {
  isByKey = true;
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.stopPropagation();
  document.querySelector(MAIN)?.click();
}

function goOn() {
  isByKey = true;
  if (location.hash || document.querySelector(".error-summary, .conflict")) return;
  const fields = [...document.querySelectorAll(FIELDS)].filter((field) => !field.matches(BESIDE));
  (fields.find(isBlank) ?? document.querySelector(TASKS) ?? document.querySelector(MAIN))?.focus();
}

function isBlank(field) {
  if (!field.matches("[type=radio], [type=checkbox]")) return !field.value;
  return !document.querySelector(`[name="${CSS.escape(field.name)}"]:checked`);
}
