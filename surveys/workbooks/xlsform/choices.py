"""The choices sheet as lists of choices."""

from surveys.lib.text import filled
from surveys.workbooks.xlsform import messages
from surveys.workbooks.xlsform.import_state import ImportState, Item
from surveys.workbooks.xlsform.problems import Cell
from surveys.workbooks.xlsform.sheets import Grid, Line


def read_choices(grid: Grid, state: ImportState, *, duplicates_allowed: bool) -> None:
    seen: dict[tuple[str, str], Cell] = {}
    for line in grid.lines:
        list_name, name = line["list_name"], line.cell("name")
        if not list_name:
            state.problems.error(line.cell("list_name"), messages.LIST_NAME_MISSING)
        elif len(list_name.split()) > 1:
            state.problems.error(line.cell("list_name"), messages.LIST_NAME_WITH_SPACES)
        elif not name:
            state.problems.error(name, messages.CHOICE_NAME_MISSING)
        elif (list_name, name.text) in seen:
            _tell_twice(name, seen[list_name, name.text], state, allowed=duplicates_allowed)
        else:
            seen[list_name, name.text] = name
            _add(line, state.choices.setdefault(list_name, []), state)


def _add(line: Line, choices: list[Item], state: ImportState) -> None:
    location = f"choices.{line['list_name']}[{len(choices)}]"
    item: Item = {"name": line["name"]}
    state.locations.add(f"choices.{line['list_name']}", line.cell("list_name"))
    state.locations.add(location, line.cell("name"))
    state.put_text(item, "label", line, "label", location)
    if "label" not in item:
        cell = next(iter(line.words("label").values()), line.cell("label"))
        state.problems.warning(cell, filled(messages.CHOICE_LABEL_MISSING, name=item["name"]))
        item["label"] = {"zh": item["name"], "en": item["name"]}
    attributes = line.attributes
    if attributes:
        item["attributes"] = attributes
    choices.append(item)


def _tell_twice(cell: Cell, first: Cell, state: ImportState, *, allowed: bool) -> None:
    if allowed:
        state.problems.warning(cell, filled(messages.CHOICE_REPEATED, first=first))
    else:
        state.problems.error(cell, filled(messages.CHOICE_NAME_TAKEN, name=cell.text, first=first))


def drop_lists_of_truths(state: ImportState) -> None:
    """A yes-no question needs no list; it only had one so that other programs could ask it."""
    for list_name, uses in state.list_uses.items():
        if uses == {"yes_no"}:
            state.choices.pop(list_name, None)
