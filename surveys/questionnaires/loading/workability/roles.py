"""What reports look for: whether they can do anything with the questions that are named to them."""

from collections import Counter
from collections.abc import Iterator, Mapping

from surveys.lib import units
from surveys.lib.problems import Problem
from surveys.lib.text import Text, filled
from surveys.questionnaires.expressions import Sort, kinds
from surveys.questionnaires.form import NO_MINING, ROLES, Definition, Question, Role
from surveys.questionnaires.loading.workability import messages
from surveys.questionnaires.loading.workability.saying import warning

ELECTRICITY = "kWh"
_HEADLINES = frozenset({"total_kwh", "mining_kwh"})
"""The roles without which the tables on electricity have nothing to add up."""
_COLUMNS_OF = {
    "business": ("business_type", "business_share"),
    "projects": ("project", "project_status", "project_kwh"),
}
_TOGETHER = (("period_from", "period_to"), ("business", "business_type"))
DESIGN = "design"
_ANSWERS = {"has_mining": NO_MINING, "phase": DESIGN}
"""The answer by which reports tell one case from the other."""


def doubts(definition: Definition) -> Iterator[Problem]:
    for role, name in definition.roles.items():
        yield from _of_role(definition, role, name)
    yield from _of_headlines(definition)
    for one, other in _TOGETHER:
        for role, missing in ((one, other), (other, one)):
            if role in definition.roles and missing not in definition.roles:
                yield warning("roles", filled(messages.ROLE_ALONE, role=role, missing=missing))
    yield from _of_columns(definition)
    yield from _of_figures_twice(definition)


def _of_role(definition: Definition, role: str, name: str) -> Iterator[Problem]:
    wanted = ROLES.get(role)
    if wanted is None:
        yield warning("roles", filled(messages.NO_SUCH_ROLE, role=role))
    elif definition.asks(name) and (message := _unfit(definition, role, wanted, definition.question(name))):
        yield warning("roles", filled(message, role=role, name=name, unit=wanted.unit, answer=_ANSWERS.get(role, "")))


def _unfit(definition: Definition, role: str, wanted: Role, question: Question) -> Text | None:
    """Why a question cannot have a role."""
    location = "table" if question.is_table else "column" if question.table else "question"
    if location != wanted.at:
        return messages.ROLE_AT[wanted.at]
    kind = definition.kinds[question.name]
    if wanted.sort == "number" and not _is_figure(question, kind):
        return messages.ROLE_OF_NUMBER
    if wanted.sort == "day" and not (kinds.is_day_like(kind) or kind == kinds.ANY):
        return messages.ROLE_OF_DAY
    if wanted.sort == "choice" and not _is_one_answer(question, kind):
        return messages.ROLE_OF_CHOICE
    if wanted.sort == "number" and definition.unit == "facility" and _is_of_organisation(definition, question):
        return messages.ROLE_OF_ORGANISATION
    if not _converts(question.canonical_unit, wanted.unit):
        return messages.ROLE_IN_UNIT
    return messages.ROLE_WITHOUT_ANSWER if role in _ANSWERS and not _offers(definition, role, question) else None


def _is_figure(question: Question, kind: kinds.Kind) -> bool:
    return kind.sort is Sort.NUMBER and (question.is_number or question.of_type.carries("calculation"))


def _is_one_answer(question: Question, kind: kinds.Kind) -> bool:
    """Words that say one thing: a choice, yes or no, a text, or what one of them is worked out to."""
    is_said = question.is_answered or bool(question.calculation or question.prefill)
    is_readable = is_said and question.has_value and not question.is_file and not kind.many
    return is_readable and (kind.sort in (Sort.TEXT, Sort.TRUTH) or kind == kinds.ANY)


def _is_of_organisation(definition: Definition, question: Question) -> bool:
    return definition.section_of(question.name).scope == "organisation"


def _offers(definition: Definition, role: str, question: Question) -> bool:
    """What is worked out is taken on trust."""
    answer = _ANSWERS[role]
    if role == "has_mining" and definition.nil and definition.nil.question == question.name:
        answer = definition.nil.value
    if question.choices:
        return question.choice(answer) is not None
    return question.of_type.carries("calculation") or (question.type == "yes_no" and answer == NO_MINING)


def _converts(given: str, wanted: str) -> bool:
    """A figure without a unit is taken in the one reports add up in."""
    return not (given and wanted) or units.unit(given).quantity == units.unit(wanted).quantity


def _of_headlines(definition: Definition) -> Iterator[Problem]:
    electricity = (one for one in definition.questions if not one.table and one.canonical_unit == ELECTRICITY)
    asked = next(electricity, None)
    if asked and not _HEADLINES & definition.roles.keys():
        yield warning("roles", filled(messages.NO_TOTAL, name=asked.name))


def _of_columns(definition: Definition) -> Iterator[Problem]:
    for table, columns in _COLUMNS_OF.items():
        for role in columns:
            name, rows = definition.roles.get(role, ""), definition.roles.get(table, "")
            is_column = definition.asks(name) and bool(definition.question(name).table)
            if rows and is_column and definition.question(name).table != rows:
                yield warning("roles", filled(messages.ROLE_IN_ANOTHER_TABLE, role=role, name=name, table=rows))


def _of_figures_twice(definition: Definition) -> Iterator[Problem]:
    figures = {role: name for role, name in definition.roles.items() if role in ROLES and ROLES[role].sort == "number"}
    for name, times in Counter(figures.values()).items():
        if times > 1:
            yield warning("roles", filled(messages.ROLES_OF_ONE, name=name, roles=_roles_of(figures, name)))


def _roles_of(figures: Mapping[str, str], name: str) -> str:
    return ", ".join(role for role, one in figures.items() if one == name)
