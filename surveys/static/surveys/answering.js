// The page of a section: rows of tables are added here, and what is typed is saved in passing.

import { startPositions } from "./positions.js";
import { startSaving } from "./saving.js";
import { startTables } from "./tables.js";

const form = document.querySelector("form[data-autosave]");
if (form) {
  startTables(form);
  startPositions(form);
  startSaving(form);
}
