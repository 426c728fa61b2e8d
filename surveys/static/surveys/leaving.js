// Where the browser could not lock what was typed and not saved (see copies.js), it goes when the person logs out.

const LOG_OUT = "form[action$='/logout/']";

document.addEventListener("submit", (event) => {
  if (!event.target.matches(LOG_OUT) || event.defaultPrevented) return;
  const kept = Object.keys(localStorage).filter((name) => name.startsWith("draft:"));
  kept.filter((name) => localStorage.getItem(name).startsWith("plain:")).forEach((name) => localStorage.removeItem(name));
});
