"""From stored JSON to a Definition, or to a list of everything that is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from surveys.lib.numbers import read_number
from surveys.lib.problems import Problem
from surveys.lib.text import LANGUAGES, Text, enumeration, filled, in_language
from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.catalogue import expand
from surveys.questionnaires.expressions import Column, Value
from surveys.questionnaires.expressions.naming import NAME
from surveys.questionnaires.form import (
    AGGREGATES,
    FORMER_ROLES,
    OTHER_PERIODS,
    TYPES,
    Check,
    Choice,
    Definition,
    DefinitionError,
    Expression,
    Nil,
    Question,
    Rows,
    Section,
    Shown,
)
from surveys.questionnaires.loading import consistency, messages
from surveys.questionnaires.loading.reader import Reader
from surveys.questionnaires.loading.workability import doubts

__all__ = [
    "Check",
    "Choice",
    "Definition",
    "DefinitionError",
    "Problem",
    "Question",
    "Section",
    "Text",
    "examine",
    "in_language",
    "load",
    "load_published",
]

FORMAT = 1
MOST_ROWS = 1_000
_CODE = re.compile(r"0\d+", re.ASCII)
_NO_RULE = Expression("true()", consistency.TRUE)


def load(data: object) -> Definition:
    """The definition; raises DefinitionError naming every error."""
    definition, problems = examine(data)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise DefinitionError(errors)
    return definition


def examine(data: object) -> tuple[Definition, list[Problem]]:
    """The definition as far as it can be read, and everything to be said against it: errors and warnings."""
    definition, problems = _examined(data)
    return definition, problems or list(doubts(definition))


def load_published(data: object) -> Definition:
    """A definition that was sound when it was published: rules that became stricter since then stop no running round."""
    return _examined(data)[0]


def _examined(data: object) -> tuple[Definition, list[Problem]]:
    problems: list[Problem] = []
    reader = Reader(data, "", problems)
    checked = consistency.complete(_definition(reader, data), problems)
    return _as_asked(checked, extended=reader.take("extended", True) is not False), problems


def _as_asked(definition: Definition, *, extended: bool) -> Definition:
    """The short form: without extended questions, and without the checks standing at one."""
    if extended:
        return definition
    sections = (
        replace(section, questions=tuple(_short(question) for question in section.questions if not question.extended))
        for section in definition.sections
    )
    short = replace(definition, sections=tuple(section for section in sections if section.questions))
    checks = tuple(check for check in definition.checks if all(short.asks(name) for name in check.questions))
    core = tuple(name for name in definition.core if short.asks(name))
    roles = {role: name for role, name in definition.roles.items() if short.asks(name)}
    return replace(short, checks=checks, core=core, roles=roles)


def _short(question: Question) -> Question:
    return replace(question, questions=tuple(column for column in question.questions if not column.extended))


def _definition(reader: Reader, data: Any) -> Definition:
    if reader.take("format") != FORMAT:
        reader.blame("format", filled(messages.UNKNOWN_FORMAT, known=FORMAT))
    reader.flag("extended")
    _refuse_other_languages(reader)
    choices = _choice_lists(reader)
    definition = Definition(
        code=reader.string("code", required=True),
        unit="organisation" if reader.one_of("unit", ("facility", "organisation")) == "organisation" else "facility",
        title=reader.text("title", required=True),
        introduction=reader.text("introduction"),
        notes=_texts(reader, "notes"),
        zone=_zone(reader),
        choices=choices,
        sections=tuple(
            _section(Reader(item, f"sections[{index}]", reader.problems), choices)
            for index, item in enumerate(reader.items("sections"))
        ),
        checks=tuple(_checks(reader)),
        core=reader.strings("core"),
        nil=_nil(reader),
        other_periods=reader.one_of("other_periods", ("", *OTHER_PERIODS)) or OTHER_PERIODS[0],
        roles=_roles(reader),
        kinds={},
        order=(),
        source=data if isinstance(data, dict) else {},  # type: ignore[arg-type]  # whatever it is, it is kept
    )
    reader.refuse_the_rest()
    return definition


def _texts(reader: Reader, key: str) -> tuple[Text, ...]:
    items = enumerate(reader.items(key))
    return tuple(Reader({"text": item}, f"{key}[{index}]", reader.problems).text("text") for index, item in items)


def _refuse_other_languages(reader: Reader) -> None:
    if set(reader.strings("languages")) - set(LANGUAGES):
        reader.blame("languages", filled(messages.ONE_OF, allowed=enumeration(LANGUAGES)))


def _zone(reader: Reader) -> ZoneInfo | None:
    name = reader.string("zone")
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        reader.blame("zone", filled(messages.NO_SUCH_ZONE, name=name))
        return None


def _choice_lists(reader: Reader) -> dict[str, tuple[Choice, ...]]:
    lists = reader.mapping("choices")
    return {
        str(name): tuple(
            _choice(Reader(item, f"choices.{name}[{index}]", reader.problems))
            for index, item in enumerate(Reader(lists, "choices", reader.problems).items(name))
        )
        for name in lists
    }


def _choice(reader: Reader) -> Choice:
    name = reader.string("name", required=True)
    if name.split() != [name]:
        reader.blame("name", messages.CHOICE_NAME_WITH_SPACES)
    attributes = reader.mapping("attributes")
    reader.refuse_controls("attributes", *(str(text) for value in attributes.values() for text in _each(value)))
    choice = Choice(name, reader.text("label", required=True), {key: _attribute(attributes[key]) for key in attributes})
    reader.refuse_the_rest()
    return choice


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _attribute(value: object) -> Value:
    """Figures become numbers so that rules can compute with them; 010 is a code. One of several parents is enough for a
    filter, as one cell of a column is."""
    if isinstance(value, list):
        return Column(_attribute(one) for one in value)
    text = str(value)
    try:
        return text if _CODE.fullmatch(text) else read_number(text)
    except Unreadable:
        return text


def _section(reader: Reader, choices: Mapping[str, tuple[Choice, ...]]) -> Section:
    name = _name(reader)
    section = Section(
        name=name,
        number=reader.string("number"),
        label=reader.text("label", required=True),
        hint=reader.text("hint"),
        scope="organisation" if reader.one_of("scope", ("organisation", "unit")) == "organisation" else "unit",
        relevant=reader.expression("relevant"),
        questions=_questions(reader, choices, ""),
    )
    reader.refuse_the_rest()
    return section


def _name(reader: Reader) -> str:
    """Afterwards problems are placed by this name, which an author finds sooner than a number."""
    name = reader.string("name", required=True)
    if name and not NAME.fullmatch(name):
        reader.blame("name", messages.UNUSABLE_NAME)
    reader.location = name or reader.location
    return name


def _questions(reader: Reader, choices: Mapping[str, tuple[Choice, ...]], table: str) -> tuple[Question, ...]:
    items = reader.items("questions")
    return tuple(
        _question(Reader(item, f"{reader.location}.questions[{index}]", reader.problems), choices, table)
        for index, item in enumerate(items)
    )


def _question(reader: Reader, choices: Mapping[str, tuple[Choice, ...]], table: str) -> Question:
    name = _name(reader)
    kind = reader.one_of("type", tuple(TYPES))
    choice_list, method_list = reader.string("choices"), reader.string("methods")
    written_units = reader.strings("units")
    unit = reader.string("unit") or next(iter(written_units), "%" if kind == "percent" else "")
    question = Question(
        name=name,
        number=reader.string("number"),
        type=kind,
        label=reader.text("label", required=kind != "hidden"),
        hint=reader.text("hint"),
        guidance=reader.text("guidance"),
        required=_yes_or_rule(reader, "required"),
        required_message=reader.text("required_message"),
        relevant=reader.expression("relevant"),
        constraint=reader.expression("constraint"),
        constraint_message=reader.text("constraint_message"),
        choice_list=choice_list,
        choices=choices.get(choice_list, ()),
        unit=unit,
        units=written_units or ((unit,) if unit else ()),
        decimals=0 if kind == "integer" else reader.whole("decimals"),
        max_length=reader.whole("max_length", least=1),
        method_list=method_list,
        methods=choices.get(method_list, ()),
        may_be_unavailable=reader.flag("may_be_unavailable"),
        calculation=reader.expression("calculation", required=kind == "calculated"),
        prefill=reader.string("prefill"),
        questions=_columns(reader, choices, name, table),
        rows=_rows(Reader(reader.mapping("rows"), f"{reader.location}.rows", reader.problems)),
        table=table,
        extended=reader.flag("extended"),
        default=reader.string("default"),
        initial=reader.expression("initial"),
        read_only=_yes_or_rule(reader, "read_only"),
        appearance=reader.string("appearance"),
        choice_filter=reader.filter("choice_filter"),
        aggregate=reader.one_of("aggregate", ("", *AGGREGATES)),
        accept=reader.one_of("accept", ("", "image", "audio", "video")),
        proves=reader.strings("proves"),
    )
    reader.refuse_the_rest()
    return question


def _columns(reader: Reader, choices: Mapping[str, tuple[Choice, ...]], name: str, table: str) -> tuple[Question, ...]:
    """A table inside a table is refused elsewhere; its columns are not even looked at."""
    if table:
        reader.take("questions")
        return ()
    return _questions(reader, choices, name)


def _yes_or_rule(reader: Reader, key: str) -> bool | Expression:
    value = reader.take(key, False)
    if isinstance(value, bool):
        return value
    return reader.expression(key) or False


def _rows(reader: Reader) -> Rows:
    most = reader.whole("max", least=1)
    least = reader.whole("min") or 0
    rows = Rows(least, MOST_ROWS if most is None else min(most, MOST_ROWS), reader.expression("count"))
    reader.refuse_the_rest()
    return rows


def _checks(reader: Reader) -> Iterator[Check]:
    """Those that name one of the catalogue are read as what it writes out for them."""
    for number, item in enumerate(reader.items("checks")):
        location = f"checks[{number}]"
        for full in expand(item, Reader({}, location, reader.problems).blame):
            yield _check(Reader(full, location, reader.problems))


def _check(reader: Reader) -> Check:
    name = reader.string("id", required=True)
    reader.location = f"check {name}"
    severity = reader.one_of("severity", ("hard", "soft", "info"))
    values = reader.mapping("values")
    check = Check(
        id=name,
        severity="hard" if severity == "hard" else "soft" if severity == "soft" else "info",
        questions=reader.strings("questions"),
        relevant=reader.expression("relevant"),
        rule=reader.expression("rule", required=True) or _NO_RULE,
        message=reader.text("message", required=True),
        table=reader.string("table"),
        values={key: _shown(Reader(values[key], f"{reader.location}.{key}", reader.problems)) for key in values},
    )
    reader.refuse_the_rest()
    return check


def _shown(reader: Reader) -> Shown:
    shown = Shown(
        calculate=reader.expression("calculate", required=True) or _NO_RULE,
        unit=reader.string("unit"),
        like=reader.string("like"),
        decimals=reader.whole("decimals"),
    )
    reader.refuse_the_rest()
    return shown


def _nil(reader: Reader) -> Nil | None:
    data = reader.take("nil")
    if data is None:
        return None
    nil = Reader(data, "nil", reader.problems)
    result = Nil(nil.string("question", required=True), nil.string("value", required=True), nil.strings("requires"))
    nil.refuse_the_rest()
    return result


def _roles(reader: Reader) -> dict[str, str]:
    roles = reader.mapping("roles")
    reader = Reader(roles, "roles", reader.problems)
    return {FORMER_ROLES.get(role, role): reader.string(role, required=True) for role in roles}
