// What is left of the time, refreshed every minute by the server's clock. The page is right without it when it is drawn.

const MINUTE = 60_000;
const SOON = 24 * 60 * MINUTE;

function inWords(minutes, words) {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const pattern = days ? words.wordsDays : minutes >= 60 ? words.wordsHours : words.wordsMinutes;
  return pattern.replace("%(days)d", days).replace("%(hours)d", hours).replace("%(minutes)d", minutes % 60);
}

function start(element) {
  const deadline = Date.parse(element.dataset.deadline);
  const ahead = Date.parse(element.dataset.now) - Date.now();
  const timer = setInterval(refresh, MINUTE);

  function refresh() {
    const left = deadline - (Date.now() + ahead);
    // Inclusive to the second: the deadline's own second is still on time.
    if (left <= -1000) {
      clearInterval(timer);
      element.textContent = element.dataset.late;
      element.className = "time-left is-late";
      return;
    }
    element.classList.toggle("is-soon", left < SOON);
    element.querySelector("[data-left]").textContent = inWords(Math.max(0, Math.floor(left / MINUTE)), element.dataset);
  }
}

document.querySelectorAll("[data-deadline]").forEach(start);
