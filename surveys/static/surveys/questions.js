// What the server says after saving, put into the page: questions that now apply, sums, readings, findings.

// Questions that no longer apply go, new ones come in their place; the others stay as they are.
export function showQuestions(form, shown, drawn) {
  const wanted = new Set(shown);
  const here = [...form.querySelectorAll("[data-question]")];
  here.filter((element) => !wanted.has(element.dataset.question)).forEach((element) => element.remove());
  let before = null;
  for (const name of shown) {
    const existing = document.getElementById(`q-${name}`);
    before = existing ?? insert(form, drawn[name], before) ?? before;
  }
}

function insert(form, html, before) {
  if (!html) return null;
  if (before) {
    before.insertAdjacentHTML("afterend", html);
    return before.nextElementSibling;
  }
  const first = form.querySelector("[data-question]") ?? form.querySelector(".save-bar");
  first.insertAdjacentHTML("beforebegin", html);
  return first.previousElementSibling;
}

// Text somebody is writing, or wrote after `sent` went off, is left alone; the next saving brings it up to date.
export function showFragments(fragments, sent) {
  for (const [id, html] of Object.entries(fragments)) {
    const element = document.getElementById(id);
    if (!element || element.contains(document.activeElement) || isAhead(element, sent)) continue;
    if (element.innerHTML !== html) element.innerHTML = html;
    if (id.endsWith("-tells")) markWrong(element);
  }
}

function isAhead(element, sent) {
  return [...element.querySelectorAll("textarea, select")].some((area) => area.value !== (sent.get(area.name) ?? "").replaceAll("\r\n", "\n"));
}

function markWrong(tells) {
  const control = document.getElementById(tells.id.replace(/-tells$/, ""));
  if (!control?.matches("input[type=text], input[type=file], select, textarea")) return;
  if (tells.querySelector(".field-error")) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}
