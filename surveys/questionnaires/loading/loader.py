"""From stored JSON to a Definition, or to a list of everything that is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from surveys.lib.numbers import read_number
from surveys.lib.problems import Problem
from surveys.lib.text import Text, in_language
from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.catalogue import expand
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form.definition import (
    AGGREGATES,
    TYPES,
    Check,
    Choice,
    Definition,
    Expression,
    Nil,
    Question,
    Rows,
    Section,
    Shown,
)
from surveys.questionnaires.form.problems import DefinitionError
from surveys.questionnaires.loading import consistency
from surveys.questionnaires.loading.reader import Stored

__all__ = [
    "Check",
    "Choice",
    "Definition",
    "DefinitionError",
    "Problem",
    "Question",
    "Section",
    "Text",
    "in_language",
    "load",
    "load_published",
]

FORMAT = 1
MOST_ROWS = 1_000
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,59}", re.ASCII)
_CODE = re.compile(r"0\d+", re.ASCII)
_NO_RULE = Expression("true()", consistency.TRUE)


def load(data: Any) -> Definition:
    """The definition; raises DefinitionError naming every problem."""
    definition, problems = _examined(data)
    if problems:
        raise DefinitionError(problems)
    return definition


def load_published(data: Any) -> Definition:
    """A definition that was sound when it was published: rules that became stricter since then stop no running round."""
    return _examined(data)[0]


def _examined(data: Any) -> tuple[Definition, list[Problem]]:
    problems: list[Problem] = []
    stored = Stored(data, "", problems)
    checked = consistency.complete(_definition(stored, data), problems)
    return _as_asked(checked, extended=stored.take("extended", True) is not False), problems


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


def _definition(stored: Stored, data: Any) -> Definition:
    if stored.take("format") != FORMAT:
        stored.blame("format", f"只支持格式 {FORMAT}", f"Only format {FORMAT} is understood")
    stored.flag("extended")
    choices = _choice_lists(stored)
    definition = Definition(
        code=stored.string("code", required=True),
        unit="organisation" if stored.one_of("unit", ("facility", "organisation")) == "organisation" else "facility",
        title=stored.text("title", required=True),
        introduction=stored.text("introduction"),
        notes=_texts(stored, "notes"),
        zone=_zone(stored),
        choices=choices,
        sections=tuple(
            _section(Stored(item, f"sections[{location}]", stored.problems), choices)
            for location, item in enumerate(stored.items("sections"))
        ),
        checks=tuple(_checks(stored)),
        core=stored.strings("core"),
        nil=_nil(stored),
        roles=_roles(stored),
        kinds={},
        order=(),
        source=data if isinstance(data, dict) else {},
    )
    stored.refuse_the_rest()
    return definition


def _texts(stored: Stored, key: str) -> tuple[Text, ...]:
    items = enumerate(stored.items(key))
    return tuple(Stored({"text": item}, f"{key}[{location}]", stored.problems).text("text") for location, item in items)


def _zone(stored: Stored) -> ZoneInfo | None:
    name = stored.string("zone")
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        stored.blame("zone", f"不认识时区“{name}”", f"There is no time zone “{name}”")
        return None


def _choice_lists(stored: Stored) -> dict[str, tuple[Choice, ...]]:
    lists = stored.mapping("choices")
    return {
        str(name): tuple(
            _choice(Stored(item, f"choices.{name}[{location}]", stored.problems))
            for location, item in enumerate(Stored(lists, "choices", stored.problems).items(name))
        )
        for name in lists
    }


def _choice(stored: Stored) -> Choice:
    name = stored.string("name", required=True)
    if name.split() != [name]:
        stored.blame("name", "选项名不能含空格", "The name of a choice must not contain spaces")
    attributes = stored.mapping("attributes")
    stored.refuse_controls("attributes", *map(str, attributes.values()))
    choice = Choice(name, stored.text("label", required=True), {key: _attribute(attributes[key]) for key in attributes})
    stored.refuse_the_rest()
    return choice


def _attribute(value: Any) -> Value:
    """Figures become numbers so that rules can compute with them; 010 is a code."""
    text = str(value)
    try:
        return text if _CODE.fullmatch(text) else read_number(text)
    except Unreadable:
        return text


def _section(stored: Stored, choices: Mapping[str, tuple[Choice, ...]]) -> Section:
    name = _name(stored)
    section = Section(
        name=name,
        number=stored.string("number"),
        label=stored.text("label", required=True),
        hint=stored.text("hint"),
        scope="organisation" if stored.one_of("scope", ("organisation", "unit")) == "organisation" else "unit",
        relevant=stored.expression("relevant"),
        questions=_questions(stored, choices, ""),
    )
    stored.refuse_the_rest()
    return section


def _name(stored: Stored) -> str:
    """Afterwards problems are placed by this name, which an author finds sooner than a number."""
    name = stored.string("name", required=True)
    if name and not _NAME.fullmatch(name):
        stored.blame(
            "name",
            "名称只用英文字母、数字、下划线和连字符，以字母或下划线开头，最多 60 个字符",
            "Names are letters A-Z, digits, _ and -, beginning with a letter or _, at most 60 characters",
        )
    stored.location = name or stored.location
    return name


def _questions(stored: Stored, choices: Mapping[str, tuple[Choice, ...]], table: str) -> tuple[Question, ...]:
    items = stored.items("questions")
    return tuple(
        _question(Stored(item, f"{stored.location}.questions[{location}]", stored.problems), choices, table)
        for location, item in enumerate(items)
    )


def _question(stored: Stored, choices: Mapping[str, tuple[Choice, ...]], table: str) -> Question:
    name = _name(stored)
    kind = stored.one_of("type", TYPES)
    choice_list, method_list = stored.string("choices"), stored.string("methods")
    written_units = stored.strings("units")
    unit = stored.string("unit") or next(iter(written_units), "%" if kind == "percent" else "")
    question = Question(
        name=name,
        number=stored.string("number"),
        type=kind,
        label=stored.text("label", required=kind != "hidden"),
        hint=stored.text("hint"),
        guidance=stored.text("guidance"),
        required=_required(stored),
        required_message=stored.text("required_message"),
        relevant=stored.expression("relevant"),
        constraint=stored.expression("constraint"),
        constraint_message=stored.text("constraint_message"),
        choice_list=choice_list,
        choices=choices.get(choice_list, ()),
        unit=unit,
        units=written_units or ((unit,) if unit else ()),
        decimals=0 if kind == "integer" else stored.whole("decimals"),
        max_length=stored.whole("max_length", least=1),
        method_list=method_list,
        methods=choices.get(method_list, ()),
        may_be_unavailable=stored.flag("may_be_unavailable"),
        calculation=stored.expression("calculation", required=kind == "calculated"),
        prefill=stored.string("prefill"),
        questions=_columns(stored, choices, name, table),
        rows=_rows(Stored(stored.mapping("rows"), f"{stored.location}.rows", stored.problems)),
        table=table,
        extended=stored.flag("extended"),
        default=stored.string("default"),
        initial=stored.expression("initial"),
        read_only=stored.flag("read_only"),
        appearance=stored.string("appearance"),
        choice_filter=stored.filter("choice_filter"),
        aggregate=stored.one_of("aggregate", ("", *AGGREGATES)),
        accept=stored.one_of("accept", ("", "image")),
    )
    stored.refuse_the_rest()
    return question


def _columns(stored: Stored, choices: Mapping[str, tuple[Choice, ...]], name: str, table: str) -> tuple[Question, ...]:
    """A table inside a table is refused elsewhere; its columns are not even looked at."""
    if table:
        stored.take("questions")
        return ()
    return _questions(stored, choices, name)


def _required(stored: Stored) -> bool | Expression:
    value = stored.take("required", False)
    if isinstance(value, bool):
        return value
    return stored.expression("required") or False


def _rows(stored: Stored) -> Rows:
    most = stored.whole("max", least=1)
    least = stored.whole("min") or 0
    rows = Rows(least, MOST_ROWS if most is None else min(most, MOST_ROWS), stored.expression("count"))
    stored.refuse_the_rest()
    return rows


def _checks(stored: Stored) -> Iterator[Check]:
    """Those that name one of the catalogue are read as what it writes out for them."""
    for number, item in enumerate(stored.items("checks")):
        location = f"checks[{number}]"
        for full in expand(item, Stored({}, location, stored.problems).blame):
            yield _check(Stored(full, location, stored.problems))


def _check(stored: Stored) -> Check:
    name = stored.string("id", required=True)
    stored.location = f"check {name}"
    severity = stored.one_of("severity", ("hard", "soft", "info"))
    values = stored.mapping("values")
    check = Check(
        id=name,
        severity="hard" if severity == "hard" else "soft" if severity == "soft" else "info",
        questions=stored.strings("questions"),
        relevant=stored.expression("relevant"),
        rule=stored.expression("rule", required=True) or _NO_RULE,
        message=stored.text("message", required=True),
        table=stored.string("table"),
        values={key: _shown(Stored(values[key], f"{stored.location}.{key}", stored.problems)) for key in values},
    )
    stored.refuse_the_rest()
    return check


def _shown(stored: Stored) -> Shown:
    shown = Shown(
        calculate=stored.expression("calculate", required=True) or _NO_RULE,
        unit=stored.string("unit"),
        like=stored.string("like"),
        decimals=stored.whole("decimals"),
    )
    stored.refuse_the_rest()
    return shown


def _nil(stored: Stored) -> Nil | None:
    data = stored.take("nil")
    if data is None:
        return None
    nil = Stored(data, "nil", stored.problems)
    result = Nil(nil.string("question", required=True), nil.string("value", required=True), nil.strings("requires"))
    nil.refuse_the_rest()
    return result


def _roles(stored: Stored) -> dict[str, str]:
    roles = stored.mapping("roles")
    reader = Stored(roles, "roles", stored.problems)
    return {role: reader.string(role, required=True) for role in roles}
