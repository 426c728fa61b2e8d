"""The choices sheet as lists of choices."""

from surveys.workbooks.xlsform.import_state import ImportState, Item
from surveys.workbooks.xlsform.problems import Cell
from surveys.workbooks.xlsform.sheets import Grid, Line


def read_choices(grid: Grid, state: ImportState, *, duplicates_allowed: bool) -> None:
    seen: dict[tuple[str, str], Cell] = {}
    for line in grid.lines:
        list_name, name = line["list_name"], line.cell("name")
        if not list_name:
            state.problems.error(
                line.cell("list_name"), "缺少选项表的名称（list_name 列）", "The name of the list is missing"
            )
        elif len(list_name.split()) > 1:
            state.problems.error(
                line.cell("list_name"), "选项表的名称不能含空格", "The name of a list must not contain spaces"
            )
        elif not name:
            state.problems.error(name, "缺少选项名（name 列）", "The name of the choice is missing")
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
        state.problems.warning(
            cell,
            f"缺少选项文字（label 列），将显示选项名“{item['name']}”",
            f"The label of the choice is missing; its name “{item['name']}” will be shown",
        )
        item["label"] = {"zh": item["name"], "en": item["name"]}
    attributes = line.attributes
    if attributes:
        item["attributes"] = attributes
    choices.append(item)


def _tell_twice(cell: Cell, first: Cell, state: ImportState, *, allowed: bool) -> None:
    if allowed:
        state.problems.warning(
            cell,
            f"选项与 {first} 重复，只保留第一个",
            f"The choice stands in {first} already; only the first one is kept",
        )
    else:
        state.problems.error(
            cell,
            f"同一选项表中选项名“{cell.text}”与 {first} 重复",
            f"The choice “{cell.text}” stands in {first} already. Names within a list must differ",
        )


def drop_lists_of_truths(state: ImportState) -> None:
    """A yes-no question needs no list; it only had one so that other programs could ask it."""
    for list_name, uses in state.list_uses.items():
        if uses == {"yes_no"}:
            state.choices.pop(list_name, None)
