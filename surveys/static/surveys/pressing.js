// Clicks that hit what they were meant for: a field that loses the focus is saved, and what the server then says must not
// move the page between the pressing and the releasing of the button that took the focus away.

let isPressed = false;
document.addEventListener("pointerdown", () => (isPressed = true), true);
for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, () => (isPressed = false), true);

// Resolved when nothing is pressed; after a release, when the click that goes with it has been dealt with.
export function untilReleased() {
  if (!isPressed) return Promise.resolve();
  return new Promise((resolve) => {
    const released = () => setTimeout(resolve);
    for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, released, { once: true });
  });
}
