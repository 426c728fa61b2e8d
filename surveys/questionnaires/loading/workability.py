"""Whether a definition whose parts fit together can also work: what it says and what then never happens.

What would refuse every return is an error and stands in the way of publishing; the rest are warnings, for an author may
know better.
"""

from collections.abc import Iterator
from typing import Any

from surveys.lib import units
from surveys.lib.problems import Problem
from surveys.lib.text import Text, filled
from surveys.questionnaires.catalogue import CATALOGUE
from surveys.questionnaires.expressions import (
    PREVIOUS,
    Audience,
    Node,
    Operation,
    Reference,
    children,
    facts,
    is_known_of,
    kinds,
)
from surveys.questionnaires.form import ROLES, Definition, Expression, Question, Role, Section
from surveys.questionnaires.loading import messages

ELECTRICITY = "kWh"
_HEADLINES = frozenset({"total_kwh", "mining_kwh"})
"""The roles without which the tables on electricity have nothing to add up."""


def doubts(definition: Definition) -> Iterator[Problem]:
    """What of a definition that is read cannot work, or can hardly be meant."""
    for role, name in definition.roles.items():
        yield from _of_role(definition, role, name)
    yield from _of_headlines(definition)
    yield from _of_told_checks(definition)
    for section in definition.sections:
        for question in section.questions:
            for one in (question, *question.questions):
                yield from _of_question(definition, section, one)
    yield from _of_check_rules(definition)


def _warning(location: str, message: Text) -> Problem:
    return Problem(location, message, "warning")


# --- what reports look for --------------------------------------------------------------------------------------------


def _of_role(definition: Definition, role: str, name: str) -> Iterator[Problem]:
    wanted = ROLES.get(role)
    if wanted is None:
        yield _warning("roles", filled(messages.NO_SUCH_ROLE, role=role))
    elif definition.asks(name) and (message := _unfit(definition, wanted, definition.question(name))):
        yield _warning("roles", filled(message, role=role, name=name, unit=wanted.unit))


def _unfit(definition: Definition, wanted: Role, question: Question) -> Text | None:
    """Why a question cannot have a role."""
    location = "table" if question.is_table else "column" if question.table else "question"
    if location != wanted.at:
        return messages.ROLE_AT[wanted.at]
    kind = definition.kinds[question.name]
    if wanted.sort == "number" and not kinds.is_number_like(kind):
        return messages.ROLE_OF_NUMBER
    if wanted.sort == "day" and not (kinds.is_day_like(kind) or kind == kinds.ANY):
        return messages.ROLE_OF_DAY
    return None if _converts(question.canonical_unit, wanted.unit) else messages.ROLE_IN_UNIT


def _converts(given: str, wanted: str) -> bool:
    """A figure without a unit is taken in the one reports add up in."""
    return not (given and wanted) or units.unit(given).quantity == units.unit(wanted).quantity


def _of_headlines(definition: Definition) -> Iterator[Problem]:
    electricity = (one for one in definition.questions if not one.table and one.canonical_unit == ELECTRICITY)
    asked = next(electricity, None)
    if asked and not _HEADLINES & definition.roles.keys():
        yield _warning("roles", filled(messages.NO_TOTAL, name=asked.name))


# --- checks of the catalogue ------------------------------------------------------------------------------------------


def _of_told_checks(definition: Definition) -> Iterator[Problem]:
    """A check over the rows of a table cannot hold over questions that stand in none."""
    for number, entry in enumerate(definition.source.get("checks") or ()):
        told: Any = entry.get("with") or {}
        check = CATALOGUE.get(str(entry.get("check")))
        for one in check.parameters if check else ():
            for name in str(told.get(one.name) or "").split() if one.kind in ("column", "table") else ():
                if message := _misplaced(definition, one.kind, name, str(told.get("rows") or "")):
                    yield Problem(f"checks[{number}].with.{one.name}", filled(message, name=name))


def _misplaced(definition: Definition, kind: str, name: str, rows: str) -> Text | None:
    if not definition.asks(name):
        return None
    question = definition.question(name)
    if kind == "table":
        return None if question.is_table else messages.NOT_A_TABLE
    return messages.NOT_A_COLUMN if rows and question.table != rows else None


# --- what never happens -----------------------------------------------------------------------------------------------


def _of_question(definition: Definition, section: Section, question: Question) -> Iterator[Problem]:
    name = question.name
    if question.table and question.initial:
        yield _warning(f"{name}.initial", messages.INITIAL_OF_COLUMN)
    if question.table and question.default:
        yield _warning(f"{name}.default", messages.DEFAULT_OF_COLUMN)
    if question.prefill and (message := _never_prefilled(definition, section, question)):
        yield _warning(f"{name}.prefill", filled(message, fact=question.prefill))
    for key in ("relevant", "constraint", "calculation", "initial"):
        rule: Expression | None = getattr(question, key)
        yield from _of_rule(f"{name}.{key}", rule, _audiences(definition, section))
    if question.calculation:
        yield from _of_blank_parts(definition, question, question.calculation.tree)


def _audiences(definition: Definition, section: Section) -> tuple[Audience, ...]:
    """Of whom a rule is worked out: what the organisation confirmed is looked at again with each of its units."""
    unit: Audience = "facility" if definition.unit == "facility" else "organisation as a unit"
    return (unit, "organisation") if section.scope == "organisation" else (unit,)


def _never_prefilled(definition: Definition, section: Section, question: Question) -> Text | None:
    audience = _audiences(definition, section)[-1]
    if not is_known_of(question.prefill, audience):
        return messages.PREFILL_UNKNOWN[audience]
    before = question.prefill.removeprefix(PREVIOUS)
    if before == question.prefill:
        return messages.PREFILL_OF_COLUMN if question.table else None
    is_of_column = definition.asks(before) and bool(definition.question(before).table)
    if question.table and definition.asks(before) and not is_of_column:
        return messages.PREFILL_OF_COLUMN
    return messages.PREFILL_FROM_COLUMN if is_of_column and not question.table else None


def _of_rule(location: str, rule: Expression | None, audiences: tuple[Audience, ...]) -> Iterator[Problem]:
    for fact in sorted(facts(rule.tree)) if rule else ():
        if not any(is_known_of(fact, audience) for audience in audiences):
            yield _warning(location, filled(messages.FACT_UNKNOWN[audiences[0]], fact=fact))


def _of_check_rules(definition: Definition) -> Iterator[Problem]:
    for check in definition.checks:
        audiences = _audiences(definition, definition.section_of(check.questions[0]))
        yield from _of_rule(f"check {check.id}.relevant", check.relevant, audiences)
        yield from _of_rule(f"check {check.id}.rule", check.rule, audiences)


# --- sums that a blank makes blank ------------------------------------------------------------------------------------


def _of_blank_parts(definition: Definition, question: Question, tree: Node) -> Iterator[Problem]:
    """${a} + ${b} is blank as soon as one of them is: where one may well be, the author has to say what that means."""
    asked = [definition.question(name) for name in dict.fromkeys(_parts(tree)) if definition.asks(name)]
    optional = [one.name for one in asked if one.is_number and one.required is False and one.is_answered]
    if len(asked) > 1 and optional:
        yield _warning(f"{question.name}.calculation", filled(messages.BLANK_PART, name=optional[0]))


def _parts(tree: Node, *, is_part: bool = False) -> Iterator[str]:
    """The questions that stand bare in a sum; what coalesce(), sum() and if() make of a blank is their affair."""
    match tree:
        case Operation(symbol="+" | "-"):
            for child in children(tree):
                yield from _parts(child, is_part=True)
        case Reference(name=name) if is_part:
            yield name
        case _:
            return
