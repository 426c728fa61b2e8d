"""A definition as the rows of the four sheets. Whatever a row holds, the reader makes the same of it again."""

from collections.abc import Iterator, Mapping

from surveys.lib.text import LANGUAGES, Text
from surveys.questionnaires.form import (
    TRUTHS,
    TYPES,
    Argument,
    StoredCheck,
    StoredDefinition,
    StoredItem,
    StoredShown,
)
from surveys.workbooks.xlsform import cells
from surveys.workbooks.xlsform.choices import rows_of_attributes
from surveys.workbooks.xlsform.columns import TEXT_COLUMNS, heading_of_attribute
from surveys.workbooks.xlsform.defaults import written_default
from surveys.workbooks.xlsform.languages import heading_of
from surveys.workbooks.xlsform.questions import TELLING_APPEARANCES, told_by_appearance
from surveys.workbooks.xlsform.types import read_type

Row = dict[str, str]
"""Heading -> text; a translated column is headed `label::` and the language's code."""

_PLAIN = (
    ["number", "relevant", "constraint", "calculation", "choice_filter", "appearance", "decimals", "max_length", "prefill", "aggregate"]
)  # fmt: skip
_FLAGS = ("may_be_unavailable", "extended")


def survey_rows(definition: StoredDefinition, list_of_truths: str) -> Iterator[Row]:
    """list_of_truths: the list that yes-no questions show in other programs."""
    for section in definition.get("sections") or ():
        yield {"type": "begin_group", "scope": section.get("scope", "unit"), **_described(section), **_plain(section)}
        for question in section.get("questions") or ():
            yield from _rows_of(question, list_of_truths)
        yield {"type": "end_group"}


def _rows_of(question: StoredItem, list_of_truths: str) -> Iterator[Row]:
    yield _row(question, list_of_truths)
    if question.get("type") == "table":
        for column in question.get("questions") or ():
            yield _row(column, list_of_truths)
        yield {"type": "end_repeat"}


def _row(question: StoredItem, list_of_truths: str) -> Row:
    row = _described(question) | _plain(question) | _type(question, list_of_truths)
    row |= {key: "yes" for key in _FLAGS if question.get(key)}
    row |= _flags_or_rules(question) | _units(question)
    row |= written_default(_text(question.get("default")), _text(question.get("initial")), _text(question.get("type")))
    row["method"] = question.get("methods", "")
    row["proves"] = " ".join(question.get("proves") or ())
    rows = question.get("rows") or {}
    row |= {
        "min_rows": _text(rows.get("min")),
        "max_rows": _text(rows.get("max")),
        "repeat_count": rows.get("count", ""),
    }
    return row


def _described(item: StoredItem) -> Row:
    row = {"name": _text(item.get("name"))}
    for key, column in TEXT_COLUMNS.items():
        row |= translated(column, item.get(key))  # type: ignore[arg-type]  # every key of TEXT_COLUMNS holds a text
    return row


def translated(column: str, text: Text | None) -> Row:
    return {f"{column}::{language}": words for language, words in (text or {}).items()}


def _plain(item: StoredItem) -> Row:
    return {key: _text(item.get(key)) for key in _PLAIN}


def _type(question: StoredItem, list_of_truths: str) -> Row:
    """`kind` names the type where XLSForm has none that would be read as the same."""
    type, appearance = question.get("type", ""), _text(question.get("appearance"))
    words = {telling: word for (_, word), telling in TELLING_APPEARANCES.items()}
    if type in words:
        appearance = f"{words[type]} {appearance}".strip()
    xlsform = _xlsform_type(question, list_of_truths)
    row = {"type": xlsform, "appearance": appearance}
    return row if _is_read_as(question, xlsform, appearance) else row | {"kind": type}


def _xlsform_type(question: StoredItem, list_of_truths: str) -> str:
    type = _text(question.get("type"))
    word = TYPES[type].xlsform if type in TYPES else type
    match type:
        case "choice" | "choices":
            return f"{word} {_list_name(question)}"
        case "yes_no":
            return f"{word} {list_of_truths}"
        case "file" if question.get("accept"):
            return _text(question.get("accept"))
        case "hidden" if question.get("calculation"):
            return TYPES["calculated"].xlsform
        case _:
            return word


def _list_name(question: StoredItem) -> str:
    return "_".join(_text(question.get("choices")).split())


def _is_read_as(question: StoredItem, xlsform: str, appearance: str) -> bool:
    type = str(question.get("type", ""))
    if xlsform == "calculate":
        return (type == "calculated") is bool(question.get("label"))
    read = read_type(xlsform)
    return type == "table" or told_by_appearance(read.type if read else type, appearance)[0] == type


def _flags_or_rules(question: StoredItem) -> Row:
    told = {"required": question.get("required"), "read_only": question.get("read_only")}
    return {key: value if isinstance(value, str) else "yes" if value else "" for key, value in told.items()}


def _units(question: StoredItem) -> Row:
    unit, units = _text(question.get("unit")), ", ".join(question.get("units") or ())
    return {"unit": unit, "units": units} if unit and units else {"unit": unit or units}


# --- choices -----------------------------------------------------------------------------------------------------


def free_list_name(definition: StoredDefinition) -> str:
    name = "yes_no"
    while name in (definition.get("choices") or {}):
        name += "_"
    return name


def choice_rows(definition: StoredDefinition, list_of_truths: str) -> Iterator[Row]:
    for list_name, choices in (definition.get("choices") or {}).items():
        for choice in choices:
            for attributes in rows_of_attributes(choice.get("attributes") or {}):
                yield {
                    "list_name": "_".join(list_name.split()),
                    "name": _text(choice.get("name")),
                    **translated("label", choice.get("label")),
                    **{heading_of_attribute(name): _text(value) for name, value in attributes.items()},
                }
    if any(question.get("type") == "yes_no" for question in _every_question(definition)):
        for name, truth in (("yes", True), ("no", False)):
            yield {"list_name": list_of_truths, "name": name, **translated("label", TRUTHS[truth])}


def _repeats_choices(definition: StoredDefinition) -> bool:
    every = (choice for choices in (definition.get("choices") or {}).values() for choice in choices)
    return any(len(rows_of_attributes(choice.get("attributes") or {})) > 1 for choice in every)


def _every_question(definition: StoredDefinition) -> Iterator[StoredItem]:
    for section in definition.get("sections") or ():
        for question in section.get("questions") or ():
            yield question
            yield from question.get("questions") or ()


# --- settings ----------------------------------------------------------------------------------------------------


def settings_rows(definition: StoredDefinition) -> Iterator[Row]:
    """The first row says everything; further notes go on below."""
    title = definition.get("title") or {}
    language = next((code for code in (*LANGUAGES, *title) if title.get(code)), LANGUAGES[0])
    notes = definition.get("notes") or [{}]
    nil = definition.get("nil") or {}
    yield {
        "form_title": title.get(language, ""),
        "form_id": _text(definition.get("code")),
        "default_language": heading_of(language),
        **translated("titles", {code: words for code, words in title.items() if code != language}),
        "unit": _text(definition.get("unit")),
        "zone": _text(definition.get("zone")),
        "allow_choice_duplicates": "yes" if _repeats_choices(definition) else "",
        "languages": ", ".join(definition.get("languages") or ()),
        "extended": "" if "extended" not in definition else "yes" if definition["extended"] else "no",
        **translated("introduction", definition.get("introduction")),
        **translated("notes", notes[0]),
        "core": ", ".join(definition.get("core") or ()),
        "nil": f"{nil.get('question', '')}={nil.get('value', '')}" if nil else "",
        "nil_requires": ", ".join(nil.get("requires") or ()),
        "other_periods": _text(definition.get("other_periods")),
        "roles": "; ".join(f"{role}={name}" for role, name in (definition.get("roles") or {}).items()),
    }
    for note in notes[1:]:
        yield translated("notes", note)


# --- checks ------------------------------------------------------------------------------------------------------


def check_rows(definition: StoredDefinition) -> Iterator[Row]:
    """A check is a row, and one more for each further value of its message."""
    for check in definition.get("checks") or ():
        values = [_value(name, value) for name, value in (check.get("values") or {}).items()]
        yield _check(check) | (values[0] if values else {})
        yield from values[1:]


def _check(check: StoredCheck) -> Row:
    plain = ("id", "check", "severity", "table", "relevant", "rule")
    return {
        **{key: _text(check.get(key)) for key in plain},
        "parameters": "; ".join(_arguments(check.get("with") or {})),
        "questions": ", ".join(check.get("questions") or ()),
        **translated("message", check.get("message")),
    }


def _arguments(told: Mapping[str, Argument]) -> Iterator[str]:
    for name, value in told.items():
        for one in value if isinstance(value, list) else [value]:
            yield f"{name}={cells.quoted_argument(_text(one))}"


def _value(name: str, value: StoredShown) -> Row:
    return {"value": name} | {key: _text(value.get(key)) for key in ("calculate", "unit", "like", "decimals")}


def _text(value: object) -> str:
    return "" if value is None else str(value)
