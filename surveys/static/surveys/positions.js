// Where this device is, put into the field beside the button that asks for it; nothing is asked before it is pressed.

const PATIENCE = 20000;

export function startPositions(form) {
  if (!navigator.geolocation || !window.isSecureContext) return;
  document.documentElement.classList.add("has-position");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-position-for]");
    if (button) take(button);
  });
}

function take(button) {
  const status = button.nextElementSibling;
  status.textContent = button.dataset.asking;
  const failed = (error) => {
    status.textContent = error.code === error.PERMISSION_DENIED ? button.dataset.refused : button.dataset.failed;
  };
  const found = ({ coords }) => {
    status.textContent = "";
    put(document.getElementById(button.dataset.positionFor), coords);
  };
  navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: PATIENCE });
}

// As ODK writes it: degrees north and east, metres above the sea, metres it may be wrong by.
function put(field, { latitude, longitude, altitude, accuracy }) {
  if (!field) return;
  const parts = [latitude.toFixed(7), longitude.toFixed(7), (altitude ?? 0).toFixed(1), accuracy.toFixed(1)];
  field.value = parts.join(" ");
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}
