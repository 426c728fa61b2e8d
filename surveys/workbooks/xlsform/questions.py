"""One row of the survey sheet that asks, calculates or notes something, as a question of the definition."""

from dataclasses import dataclass
from decimal import Decimal

from surveys.lib.numbers import canonical
from surveys.lib.text import Text, enumeration, filled
from surveys.questionnaires.form import TYPES
from surveys.workbooks.xlsform import cells, messages
from surveys.workbooks.xlsform.columns import OTHER, TEXT_COLUMNS
from surveys.workbooks.xlsform.defaults import read_default
from surveys.workbooks.xlsform.import_state import ImportState, Item
from surveys.workbooks.xlsform.problems import Cell
from surveys.workbooks.xlsform.sheets import Line
from surveys.workbooks.xlsform.types import Act, RowType

# A word of the appearance that makes another type of one.
TELLING_APPEARANCES = {
    (one.xlsform, one.xlsform_appearance): one.name for one in TYPES.values() if one.xlsform_appearance
}
HEADS_A_GRID = "label"
_OF_THE_SLIDER = frozenset({"tick_interval", "tick_labelset", "placeholder"})


@dataclass(frozen=True, slots=True)
class Condition:
    """When something is asked, and the cell that says so."""

    source: str
    cell: Cell


def condition_of(line: Line, state: ImportState) -> list[Condition]:
    cell = line.cell("relevant")
    source = cells.sound(state.rule(cell), cell, state.problems) if cell else ""
    return [Condition(source, cell)] if source else []


def put_relevant(item: Item, conditions: list[Condition], state: ImportState) -> None:
    if conditions:
        item["relevant"] = cells.joined([condition.source for condition in conditions])
        own_first = reversed(conditions)
        state.locations.add(f"{item['name']}.relevant", *(condition.cell for condition in own_first))


def untitled(line: Line, state: ImportState) -> Text:
    """What heads a group or a table that says nothing itself."""
    state.problems.warning(line.cell("name"), messages.GROUP_UNTITLED)
    return dict(state.title)


def new_item(line: Line, state: ImportState, *, unnamed: str = "") -> Item:
    """An item with its name, every problem of it placed at that name until told better."""
    name = state.take_name(line, unnamed=unnamed)
    state.locations.add(name, line.cell("name"))
    return {"name": name}


def question(line: Line, row: RowType, state: ImportState, outer: list[Condition]) -> list[Item]:
    """The question, and the text that an `or_other` brings along. outer: the conditions of the groups around it."""
    # A note is not answered, so that nothing asks for its name.
    item = new_item(line, state, unnamed=f"note_{line.row}" if row.type == "note" else "")
    name = item["name"]
    state.locations.add(f"{name}.type", line.cell("type"))
    state.put(item, "number", line, "number", name)
    for key, column in TEXT_COLUMNS.items():
        state.put_text(item, key, line, column, name)
    item["type"] = _type(line, row, item, state)
    put_relevant(item, [*outer, *condition_of(line, state)], state)
    _put_rules(item, line, row, state)
    _put_figures(item, line, state)
    _put_default(item, line, state)
    _put_the_rest(item, line, state)
    others = _put_choices(item, line, row, state)
    _settle_calculation(item, line, row, state)
    _settle_label(item, line, state)
    return [item, *others]


def _type(line: Line, row: RowType, item: Item, state: ImportState) -> str:
    kind = line.cell("kind")
    appearance = line["appearance"]
    if kind and kind.text not in TYPES:
        state.problems.error(kind, filled(messages.ONE_OF, allowed=enumeration(TYPES)))
    if kind.text in TYPES:
        type = kind.text
    elif row.act is Act.RANGE:
        appearance = " ".join(["range", *(word for word in appearance.split() if word != "range")])
        type = "decimal" if any(number % 1 for number in _bounds(line, state)) else "integer"
    elif row.act is Act.CALCULATE:
        # What is put there at first and never worked out anew is no calculation.
        type = "calculated" if item.get("label") and line["calculation"] else "hidden"
    elif row.list_name and HEADS_A_GRID in appearance.split():
        type = "note"
        state.problems.warning(line.cell("appearance"), messages.HEAD_OF_GRID_AS_NOTE)
    else:
        type, appearance = told_by_appearance(row.type, appearance)
    if appearance:
        item["appearance"] = appearance
    return type


def told_by_appearance(type: str, appearance: str) -> tuple[str, str]:
    """A type and what is left of its appearance once that has made another type of it."""
    words = appearance.split()
    for (plain, word), telling in TELLING_APPEARANCES.items():
        if type == plain and word in words:
            words.remove(word)
            return telling, " ".join(words)
    return type, appearance


def _bounds(line: Line, state: ImportState) -> tuple[Decimal, Decimal, Decimal]:
    """start, end and step of a range; what the standard takes where they are not told."""
    cell = line.cell("parameters")
    told = cells.numbers(cell, _OF_THE_SLIDER)
    start, end, step = (
        (told or {}).get(key, Decimal(usual)) for key, usual in (("start", 1), ("end", 10), ("step", 1))
    )
    if start > end:
        # A scale that runs downwards.
        start, end, step = end, start, abs(step)
    if told is None or told.keys() - {"start", "end", "step"} or step <= 0 or start > end:
        state.problems.error(cell, messages.RANGE_UNREADABLE)
        return Decimal(1), Decimal(10), Decimal(1)
    return start, end, step


def _put_rules(item: Item, line: Line, row: RowType, state: ImportState) -> None:
    name = item["name"]
    for key in ("required", "read_only"):
        _put_flag_or_rule(item, key, line.cell(key), state)
    state.put_expression(item, "constraint", line, "constraint", name)
    state.put_expression(item, "calculation", line, "calculation", name)
    state.put_expression(item, "choice_filter", line, "choice_filter", name)
    state.locations.add(f"{name}.calculation", line.cell("calculation"))
    if row.act is Act.RANGE:
        _put_range(item, line, state)
    else:
        state.ignore(line, "parameters", messages.PARAMETERS_IGNORED)


def _put_flag_or_rule(item: Item, key: str, cell: Cell, state: ImportState) -> None:
    if cell.text.lower() in cells.YES:
        item[key] = True
    elif cell.text.lower() not in cells.NO and (rule := state.rule(cell)):
        item[key] = rule
    state.locations.add(f"{item['name']}.{key}", cell)


def _put_range(item: Item, line: Line, state: ImportState) -> None:
    start, end, step = _bounds(line, state)
    if any(word in line["parameters"].lower() for word in _OF_THE_SLIDER):
        state.ignore(line, "parameters", messages.OTHER_PARAMETERS_IGNORED)
    first, last, width = canonical(start), canonical(end), canonical(step)
    rules = [f". >= {first} and . <= {last}"]
    if step != 1 or start % 1:
        rules[0] += f" and (. - {first}) mod {width} = 0"
    own = cells.sound(item.get("constraint", ""), line.cell("constraint"), state.problems)
    item["constraint"] = cells.joined([*rules, *([own] if own else [])])
    if item["type"] == "decimal":
        item["decimals"] = max(-int(number.as_tuple().exponent) for number in (start, end, step))
    if "constraint_message" not in item:
        message = messages.OUT_OF_RANGE if step == 1 else messages.OUT_OF_STEPPED_RANGE
        item["constraint_message"] = filled(message, first=first, last=last, step=width)


def _put_figures(item: Item, line: Line, state: ImportState) -> None:
    name = item["name"]
    first, others = line.cell("unit"), line.cell("units")
    symbols, more = cells.unit_symbols(first), cells.unit_symbols(others)
    if len(symbols) == 1:
        item["unit"] = symbols[0]
    if more or len(symbols) > 1:
        item["units"] = more or symbols
    state.locations.add(f"{name}.unit", first, others)
    state.locations.add(f"{name}.units", first, others)
    if item["type"] == "integer":
        state.ignore(line, "decimals", messages.DECIMALS_IGNORED)
    else:
        state.put_whole(item, "decimals", line, "decimals", name)
    state.put_whole(item, "max_length", line, "max_length", name)


def _put_default(item: Item, line: Line, state: ImportState) -> None:
    name, default, initial = item["name"], line.cell("default"), line.cell("initial")
    read = read_default(default, item["type"])
    if "initial" not in read or state.rule(default):
        item |= read
    state.put_expression(item, "initial", line, "initial", name)
    state.locations.add(f"{name}.initial", initial or default)
    state.locations.add(f"{name}.default", default)


def _put_the_rest(item: Item, line: Line, state: ImportState) -> None:
    name = item["name"]
    for key, column in (("prefill", "prefill"), ("aggregate", "aggregate"), ("methods", "method")):
        state.put(item, key, line, column, name)
    for key in ("may_be_unavailable", "extended"):
        state.put_flag(item, key, line, key)
    if proves := cells.words(line.cell("proves")):
        item["proves"] = [word.removeprefix("${").removesuffix("}") for word in proves]
        state.locations.add(f"{name}.proves", line.cell("proves"))
    rows: Item = {}
    state.put_whole(rows, "min", line, "min_rows", f"{name}.rows")
    state.put_whole(rows, "max", line, "max_rows", f"{name}.rows")
    state.put_expression(rows, "count", line, "repeat_count", f"{name}.rows")
    if rows:
        item["rows"] = rows


def _put_choices(item: Item, line: Line, row: RowType, state: ImportState) -> list[Item]:
    if row.accept:
        item["accept"] = row.accept
    if row.type not in ("choice", "choices"):
        return []
    cell = line.cell("type")
    if not row.list_name:
        state.problems.error(cell, messages.LIST_NOT_NAMED)
    state.list_uses.setdefault(row.list_name, set()).add(item["type"])
    if item["type"] not in ("choice", "choices"):
        return []
    state.locations.add(f"{item['name']}.choices", cell)
    if row.or_other and line.cell("choice_filter"):
        state.problems.error(line.cell("choice_filter"), messages.OTHER_CANNOT_BE_FILTERED)
    item["choices"] = _with_other(row.list_name, state) if row.or_other else row.list_name
    return [_other_text(item, cell, state)] if row.or_other else []


def _with_other(list_name: str, state: ImportState) -> str:
    """A copy of the list that ends with “other”, so that other questions keep theirs."""
    choices = state.choices.get(list_name)
    if not choices or any(choice["name"] == OTHER for choice in choices):
        return list_name
    copy = f"{list_name}_or_other"
    if copy not in state.choices:
        state.choices[copy] = [*choices, {"name": OTHER, "label": dict(messages.OTHER_LABEL)}]
        state.locations.repeat(f"choices.{list_name}", f"choices.{copy}")
    return copy


def _other_text(item: Item, cell: Cell, state: ImportState) -> Item:
    name = state.claim(f"{item['name']}_other", cell)
    state.locations.add(name, cell)
    chosen = f"selected(${{{item['name']}}}, '{OTHER}')"
    return {"name": name, "type": "text", "label": dict(messages.SPECIFY_LABEL), "relevant": chosen}


def _settle_calculation(item: Item, line: Line, row: RowType, state: ImportState) -> None:
    cell = line.cell("calculation")
    if "calculation" in item:
        _make_calculated(item, cell, row, state)
    elif cell and item["type"] == "calculated":
        # What cannot be worked out here is asked for.
        item["type"] = "text"
    elif (
        row.act is Act.CALCULATE
        and item["type"] == "hidden"
        and not (cell or line.cell("default") or "initial" in item)
    ):
        state.problems.error(cell, messages.CALCULATION_MISSING)
    if item.get("required") and (
        (not TYPES[item["type"]].is_answered and TYPES[item["type"]].is_shown) or row.act is Act.CALCULATE
    ):
        del item["required"]
        state.ignore(line, "required", messages.REQUIRED_IGNORED)


def _make_calculated(item: Item, cell: Cell, row: RowType, state: ImportState) -> None:
    """In ODK any question may be calculated; here that makes it one that nobody types, or sees where it has no words."""
    if row.act is Act.CALCULATE or item["type"] in ("calculated", "hidden"):
        return
    is_seen = bool(item.keys() & {"label", "hint"})
    if is_seen:
        state.problems.warning(cell, messages.ANSWER_CALCULATED)
    if is_seen and item["type"] == "integer":
        item["decimals"] = 0
    item["type"] = "calculated" if is_seen else "hidden"
    for key in ("choices", "choice_filter", "accept", "proves", "default", "initial", "max_length", "constraint"):
        item.pop(key, None)


def _settle_label(item: Item, line: Line, state: ImportState) -> None:
    if item.get("label") or item["type"] == "hidden":
        return
    cell = next(iter(line.words("label").values()), line.cell("label"))
    if "hint" in item:
        item["label"] = item.pop("hint")
        state.problems.warning(cell, messages.HINT_AS_LABEL)
        return
    if item["type"] == "table":
        item["label"] = untitled(line, state)
        return
    item["label"] = {"zh": item["name"], "en": item["name"]}
    if line.has_picture:
        state.problems.warning(cell, messages.LABEL_IS_PICTURE)
    else:
        state.problems.error(cell, messages.LABEL_MISSING)
