"""The choices sheet as lists of choices."""

import re
from collections.abc import Mapping

from surveys.lib.text import filled
from surveys.questionnaires.form import Attribute
from surveys.workbooks.xlsform import messages
from surveys.workbooks.xlsform.columns import CHOICES, EXTERNAL_CHOICES, SURVEY
from surveys.workbooks.xlsform.import_state import ImportState, Item
from surveys.workbooks.xlsform.problems import Cell
from surveys.workbooks.xlsform.sheets import Grid, Line

_EXTERNAL = re.compile(r"select[_ ]one[_ ]external\s+(\S+)", re.I)


def take_external_choices(grids: Mapping[str, Grid]) -> None:
    """The lists that are asked for with select_one_external become lists like others; the rest of the sheet repeats what
    stands on the sheet choices."""
    if EXTERNAL_CHOICES not in grids:
        return
    external = grids[EXTERNAL_CHOICES]
    there = {line["list_name"] for line in external.lines}
    taken = {line["list_name"] for line in grids[CHOICES].lines} if CHOICES in grids else set()
    called: dict[str, str] = {}
    for line in grids[SURVEY].lines:
        asked = _EXTERNAL.fullmatch(line["type"])
        if asked and asked[1] in there:
            called[asked[1]] = f"{asked[1]}_external" if asked[1] in taken else asked[1]
            line.put("type", f"select_one {called[asked[1]]}")
    external.lines = [line for line in external.lines if line["list_name"] in called]
    for line in external.lines:
        line.put("list_name", called[line["list_name"]])


def read_choices(grid: Grid, state: ImportState, *, duplicates_allowed: bool) -> None:
    seen: dict[tuple[str, str], Cell] = {}
    for line in grid.lines:
        list_name, name = line["list_name"], line.cell("name")
        if not list_name and grid.has("list_name"):
            state.problems.warning(line.cell("list_name"), messages.CHOICE_WITHOUT_LIST)
        elif not list_name:
            state.problems.error(line.cell("list_name"), messages.LIST_NAME_MISSING)
        elif len(list_name.split()) > 1:
            state.problems.error(line.cell("list_name"), messages.LIST_NAME_WITH_SPACES)
        elif not name:
            state.problems.error(name, messages.CHOICE_NAME_MISSING)
        elif (list_name, name.text) in seen:
            _add_again(line, seen[list_name, name.text], state, allowed=duplicates_allowed)
        else:
            seen[list_name, name.text] = name
            _add(line, line["name"], state)


def _add(line: Line, name: str, state: ImportState) -> None:
    choices = state.choices.setdefault(line["list_name"], [])
    location = f"choices.{line['list_name']}[{len(choices)}]"
    item: Item = {"name": name}
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


def _add_again(line: Line, first: Cell, state: ImportState, *, allowed: bool) -> None:
    """A name that stands in the list already: under another parent it is the same choice where it says the same."""
    name = line.cell("name")
    earlier = next(one for one in state.choices[line["list_name"]] if one["name"] == name.text)
    is_elsewhere = line.attributes not in rows_of_attributes(earlier.get("attributes", {}))
    if is_elsewhere and line.text("label") in (earlier["label"], {}):
        _add_parents(earlier, line.attributes)
    elif is_elsewhere:
        _add_as_another(line, first, earlier, state)
    elif allowed:
        state.problems.warning(name, filled(messages.CHOICE_REPEATED, first=first))
    else:
        state.problems.error(name, filled(messages.CHOICE_NAME_TAKEN, name=name.text, first=first))


def rows_of_attributes(attributes: Mapping[str, Attribute]) -> list[dict[str, Attribute]]:
    """A choice under several parents has a row for each of them."""
    several = {name: value for name, value in attributes.items() if isinstance(value, list)}
    rows = range(max(map(len, several.values()), default=1))
    return [dict(attributes) | {name: "".join(value[row : row + 1]) for name, value in several.items()} for row in rows]


def _add_parents(choice: Item, attributes: dict[str, str]) -> None:
    """Row by row: the third value of each attribute is of the third row."""
    rows: list[Mapping[str, Attribute]] = [*rows_of_attributes(choice.get("attributes", {})), attributes]
    choice["attributes"] = {}
    for key in dict.fromkeys(key for row in rows for key in row):
        values = [row.get(key, "") for row in rows]
        choice["attributes"][key] = values[0] if values.count(values[0]) == len(values) else values


def _add_as_another(line: Line, first: Cell, earlier: Item, state: ImportState) -> None:
    name = line.cell("name")
    (noted, *_) = rows_of_attributes(earlier.get("attributes", {}))
    parents = "_".join("_".join(text for key, text in line.attributes.items() if noted.get(key) != text).split())
    new = f"{name.text}_{parents}"
    if any(one["name"] == new for one in state.choices[line["list_name"]]):
        state.problems.error(name, filled(messages.CHOICE_NAME_TAKEN, name=name.text, first=first))
        return
    state.problems.warning(name, filled(messages.CHOICE_OF_ANOTHER_PARENT, name=name.text, first=first, new=new))
    _add(line, new, state)


def drop_lists_of_truths(state: ImportState) -> None:
    """A yes-no question needs no list; it only had one so that other programs could ask it."""
    for list_name, uses in state.list_uses.items():
        if uses == {"yes_no"}:
            state.choices.pop(list_name, None)
