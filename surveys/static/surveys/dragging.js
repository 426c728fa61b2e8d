// Questions and sections dragged to another place of the outline, beside the buttons that do the same.

export function startDragging(form) {
  let dragged = null;
  let target = null;

  for (const line of form.querySelectorAll(".outline-lines li[id], .outline-section")) {
    line.draggable = true;
    for (const link of line.querySelectorAll("a")) link.draggable = false;
  }

  form.addEventListener("dragstart", (event) => {
    const line = event.target.closest?.("[draggable=true]");
    if (!line) return;
    dragged = line.matches("li") ? line : line.closest("section");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", nameOf(dragged));
  });
  form.addEventListener("dragover", (event) => {
    show(dragged && targetAt(event, dragged));
    if (target) event.preventDefault();
  });
  form.addEventListener("dragend", () => show((dragged = null)));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (target) send({ do: `${target.verb}:${nameOf(dragged)}`, at: nameOf(target.line) });
  });

  function show(next) {
    target?.line.classList.remove(`drop-${target.verb}`);
    target = next;
    target?.line.classList.add(`drop-${target.verb}`);
  }

  function send(fields) {
    for (const [name, value] of Object.entries(fields)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    form.requestSubmit();
  }
}

function targetAt(event, dragged) {
  const line = event.target.closest?.(dragged.matches("li") ? ".outline-lines li" : "section");
  if (!line || line === dragged) return null;
  if (line.matches("li:not([id])")) return { line, verb: "into" };
  const { top, height } = line.getBoundingClientRect();
  return { line, verb: event.clientY < top + height / 2 ? "before" : "behind" };
}

// The line of an empty section has no name but that of its section.
function nameOf(line) {
  return line.id || line.closest("section").getAttribute("aria-labelledby");
}
