// What is nicer with JavaScript on the pages of the builder: a further empty row as soon as the last one is used, and the
// keyboard staying where it was after something has been moved.

import { startDragging } from "./dragging.js";
import { startTables } from "./tables.js";

for (const body of document.querySelectorAll(".condition-rows, .choices-table tbody")) {
  body.addEventListener("input", () => addRow(body));
}

function addRow(body) {
  const rows = body.querySelectorAll("[data-row]");
  const last = rows[rows.length - 1];
  if (!last || ![...last.querySelectorAll("input:not(.choice-index)")].some((input) => input.value)) return;
  const next = last.cloneNode(true);
  next.removeAttribute("id");
  next.querySelector(".condition-label")?.remove();
  for (const input of next.querySelectorAll("input")) input.value = "";
  const index = next.querySelector(".choice-index");
  if (index) index.value = String(rows.length + 1);
  last.after(next);
}

// What was typed and not saved is asked about before a link or another button leaves it behind.
const typing = document.querySelector("form.question-form, form:has(.choices-table)");
let isUnsaved = false;
typing?.addEventListener("input", () => (isUnsaved = true));
typing?.addEventListener("submit", () => (isUnsaved = false));
window.addEventListener("beforeunload", (event) => {
  if (isUnsaved) event.preventDefault();
});

const rehearsal = document.querySelector(".rehearsal");
if (rehearsal) startTables(rehearsal);

const outline = document.querySelector("form.outline");
if (outline) startDragging(outline);

// After "move up" the page comes back with the moved line in its address. The browser goes there by itself, takes the
// focus away as it does so, and is through with it when everything is loaded.
window.addEventListener("load", () => {
  const moved = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (moved?.closest(".outline")) moved.querySelector("a").focus();
});
document.getElementById("trial")?.focus();
