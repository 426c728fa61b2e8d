// Logging in, in whatever tab, makes the token of every open page old. The page goes on with the new one, unless somebody
// else is logged in by now: what one person typed is not saved in the name of another.

export async function renewToken(form) {
  const answer = await fetch(form.dataset.login, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) return false;
  const { user, token } = await answer.json();
  if (user !== form.dataset.user) return false;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => {
    field.value = token;
  });
  return true;
}
