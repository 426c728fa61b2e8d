// Tables of answers: rows without going to the server, the keyboard of a spreadsheet, and blocks pasted from one.

import { cellsOf } from "./pasting.js";

const NEW_ROW = "new-row";

export function startTables(form) {
  form.addEventListener("click", press);
  form.addEventListener("keydown", move);
  form.addEventListener("paste", (event) => paste(form, event));
  form.querySelectorAll(".paste-note").forEach((note) => (note.hidden = false));
}

function press(event) {
  const button = event.target.closest("button[name=act]");
  const [verb] = button?.value.split(":") ?? [];
  const table = button?.closest(".question")?.querySelector("table.rows");
  if (!table || !["add", "remove", "duplicate"].includes(verb)) return;
  event.preventDefault();
  const row = button.closest("tr");
  if (verb === "add") focusOn(addRow(table));
  if (verb === "duplicate") focusOn(copyRow(table, row));
  if (verb === "remove") remove(table, row);
  changed(table);
}

function remove(table, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  focusOn(next ?? addRow(table));
}

function focusOn(row) {
  row?.querySelector("input[type=text], select")?.focus();
}

function addRow(table, after = null, values = []) {
  if (table.tBodies[0].rows.length >= Number(table.dataset.most)) return null;
  const model = table.parentElement.querySelector("template");
  const id = `r${crypto.getRandomValues(new Uint32Array(1))[0].toString(16)}`;
  const holder = document.createElement("tbody");
  holder.innerHTML = model.innerHTML.replaceAll(NEW_ROW, id);
  const row = holder.rows[0];
  if (after) after.after(row);
  else table.tBodies[0].append(row);
  fill(row, values);
  return row;
}

function copyRow(table, row) {
  const copy = addRow(table, row, valuesOf(row));
  const beside = [...row.querySelectorAll(BESIDE)];
  copy?.querySelectorAll(BESIDE).forEach((control, place) => (control.value = beside[place].value));
  return copy;
}

const isBox = (control) => control.type === "checkbox";

// What is said below an answer has boxes of its own, for reasons; beside it stand how a figure was obtained, or why there is
// none.
const ANSWERS = ":is(input, select, textarea):not(.tells *, .method *, .unavailable *)";
const BESIDE = ":is(.method, .unavailable) :is(input, select)";

function controls(row) {
  const cells = [...row.querySelectorAll("td[data-column]")];
  return cells.map((cell) => [...cell.querySelectorAll(ANSWERS)]);
}

// Of boxes those that are ticked, of anything else its text.
function valuesOf(row) {
  return controls(row).map((inCell) =>
    inCell.some(isBox) ? inCell.filter((box) => box.checked).map((box) => box.value) : inCell.map((one) => one.value),
  );
}

function fill(row, values) {
  controls(row).forEach((inCell, column) => {
    const told = values[column];
    if (told === undefined) return;
    if (inCell.some(isBox)) tick(inCell, told);
    else inCell.forEach((control, part) => told[part] !== undefined && put(control, told[part]));
  });
}

// Exactly these; one that is no choice gets a box of its own, so that it can be put right.
function tick(boxes, chosen) {
  boxes.forEach((box) => (box.checked = chosen.includes(box.value)));
  const known = boxes.map((box) => box.value);
  chosen.filter((name) => !known.includes(name)).forEach((name) => addBox(boxes[boxes.length - 1], name));
}

function addBox(last, name) {
  const line = last.closest(".form-check");
  const added = line.cloneNode(true);
  const [box, label] = [added.querySelector("input"), added.querySelector("label")];
  box.id = `${last.id}-${line.parentElement.querySelectorAll("input").length}-odd`;
  box.value = name;
  box.checked = true;
  label.htmlFor = box.id;
  label.textContent = name;
  line.after(added);
}

// A cell of a spreadsheet says which boxes are ticked: by names or labels with something between, or yes and no.
function pasteInto(inCell, text) {
  // What cannot be changed now is sent back as it was.
  if (!inCell.length || inCell[0].type === "hidden") return;
  if (!isBox(inCell[0])) put(inCell[0], text);
  else if (inCell[0].dataset.ticks) inCell[0].checked = ticks(inCell[0], text);
  else tick(inCell, namesIn(inCell, text));
}

function ticks(box, text) {
  return box.dataset.ticks.split("|").includes(text.trim().toLowerCase());
}

function namesIn(boxes, text) {
  const whole = nameOf(boxes, text);
  if (whole) return [whole];
  const parts = text.split(/[、,，;；|\n]/).flatMap((part) => nameOf(boxes, part) ?? part.split(/\s+/));
  return parts.filter(Boolean).map((part) => nameOf(boxes, part) ?? part);
}

function nameOf(boxes, text) {
  const meant = text.trim().toLowerCase();
  const called = (box) => [box.value, box.labels[0]?.textContent ?? ""].map((name) => name.trim().toLowerCase());
  return boxes.find((box) => called(box).includes(meant))?.value;
}

// A choice may be pasted by its label; what is no choice is shown all the same, so that it can be put right.
function put(control, text) {
  if (control.tagName !== "SELECT") {
    // A line drops its breaks, and the words around them would run together.
    control.value = control.tagName === "INPUT" ? text.replace(/\s*[\t\r\n]+\s*/g, " ") : text;
    return;
  }
  const options = [...control.options];
  const meant = options.find((option) => option.value === text || option.text.trim() === text.trim());
  if (meant) control.value = meant.value;
  else control.add(new Option(text, text, false, true));
}

function changed(table) {
  table.querySelectorAll("tbody .number-of-row").forEach((place, index) => (place.textContent = index + 1));
  table.dispatchEvent(new Event("change", { bubbles: true }));
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };

function move(event) {
  const cell = event.target.closest("table.rows td[data-column]");
  const step = STEPS[event.key];
  if (!cell || !step || event.isComposing || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  const rows = [...cell.closest("tbody").rows];
  const row = rows[rows.indexOf(cell.parentElement) + step];
  row?.cells[cell.cellIndex].querySelector("input, select")?.focus();
}

function paste(form, event) {
  const cell = event.target.closest("table.rows td[data-column]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const isLine = event.target.matches("input[type=text], textarea");
  // A single cell goes to where the cursor is; a box or a list has none.
  if (!cell || !text.trim() || (isLine && !/[\t\r\n]/.test(text.trimEnd()))) return;
  event.preventDefault();
  const table = cell.closest("table");
  const before = answersOf(table);
  const block = cellsOf(text);
  const written = write(table, cell, block);
  const after = answersOf(table);
  unmark(table);
  markChanged(before, after, form.querySelector(".save-state").dataset.before);
  changed(table);
  tell(form, table, block.length, written, () => restore(table, before, after));
}

function answersOf(table) {
  return new Map([...table.tBodies[0].rows].map((row) => [row, valuesOf(row)]));
}

// Fills downwards and to the right of the cell, with new rows as far as there is room; returns how many rows were written.
function write(table, cell, block) {
  const start = [...cell.parentElement.cells].filter((one) => one.dataset.column).indexOf(cell);
  let row = cell.parentElement;
  let written = 0;
  for (const line of block) {
    row = written ? (row.nextElementSibling ?? addRow(table)) : row;
    if (!row) break;
    const inputs = controls(row).slice(start);
    line.slice(0, inputs.length).forEach((text, column) => pasteInto(inputs[column], text));
    written += 1;
  }
  return written;
}

// Until somebody keeps or undoes it, each cell that has changed says what stood in it before.
function markChanged(before, after, words) {
  for (const [row, now] of after) {
    const cells = row.querySelectorAll("td[data-column]");
    now.forEach((values, column) => {
      const was = before.get(row)?.[column] ?? [];
      const isSame = was.length ? String(was) === String(values) : !values[0];
      if (isSame) return;
      cells[column].classList.add("is-pasted");
      if (was[0]) cells[column].dataset.before = words.replace("{text}", was.join(" "));
    });
  }
}

function unmark(table) {
  for (const cell of table.querySelectorAll(".is-pasted")) {
    cell.classList.remove("is-pasted");
    delete cell.dataset.before;
  }
}

function tell(form, table, wanted, written, takeBack) {
  const words = form.querySelector(".save-state").dataset;
  const note = table.parentElement.querySelector(".paste-note");
  const missed = written < wanted ? ` ${words.tooMany.replace("{rows}", written)}` : "";
  note.textContent = `${words.pasted.replace("{rows}", written)}${missed} `;
  const decided = (deed) => () => {
    deed();
    unmark(table);
    note.textContent = "";
  };
  note.append(button(words.undo, decided(takeBack)), " ", button(words.keep, decided(() => {})));
}

function button(words, deed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain-button";
  made.textContent = words;
  made.addEventListener("click", deed);
  return made;
}

// What was typed or removed since then stays.
function restore(table, before, after) {
  for (const [row, pasted] of after) {
    if (!row.isConnected) continue;
    const now = valuesOf(row);
    const untouched = pasted.map((values, column) => String(values) === String(now[column]));
    if (before.has(row)) fill(row, before.get(row).map((values, column) => (untouched[column] ? values : undefined)));
    else if (untouched.every(Boolean)) row.remove();
  }
  changed(table);
}
