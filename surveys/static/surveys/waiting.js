// While a link says “Look again”, this looks every two seconds and puts what has changed in the place it announces; where a
// link there says that it goes on, this goes on.

const PAUSE = 2_000;
const LINK = "[data-look-again]";

async function look(list) {
  const page = await fetch(location.href).then((answer) => answer.text(), () => "");
  // Offline, or at the login: what is shown stays, and the next look may succeed.
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById(list.id);
  if (fresh && !fresh.isEqualNode(list)) list.replaceChildren(...fresh.childNodes);
  const onward = list.querySelector("[data-go-on]");
  if (onward) return location.replace(onward.href);
  lookLater(list);
}

function lookLater(list) {
  if (list.querySelector(LINK)) setTimeout(look, PAUSE, list);
}

document.querySelectorAll(`[aria-live]:has(${LINK})`).forEach(lookLater);
