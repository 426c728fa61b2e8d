// Another language draws the page anew: what was typed into its forms and not sent yet is put back. Drafts save themselves.

const FORMS = "main form[method=post]:not([data-copy])";
const FIELDS = `:is(${FORMS}) :is(input:not([type=hidden], [type=password], [type=file]), select, textarea)`;
const KEPT = `typed:${location.pathname}${location.search}`;

document.querySelector(".language-switch").addEventListener("submit", () => {
  const typed = [...document.querySelectorAll(FIELDS)].map(({ name, value, checked }) => ({ name, value, checked }));
  sessionStorage.setItem(KEPT, JSON.stringify(typed));
});

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
sessionStorage.removeItem(KEPT);
const fields = [...document.querySelectorAll(FIELDS)];
if (kept.length === fields.length && fields.every((field, index) => field.name === kept[index].name)) {
  fields.forEach((field, index) => putBack(field, kept[index]));
}

function putBack(field, { value, checked }) {
  if (field.matches("[type=checkbox], [type=radio]")) field.checked = checked;
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
