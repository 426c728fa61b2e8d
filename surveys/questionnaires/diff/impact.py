"""How far changes reach: which values may differ under a later version, and what its new findings may rest on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from surveys.questionnaires.diff.changes import Change
from surveys.questionnaires.expressions import facts, names
from surveys.questionnaires.form import Check, Definition, Expression, Question

# What changes no value but only what is found at the answer itself.
FINDS_ONLY = frozenset({"required", "constraint"})


@dataclass(frozen=True)
class Reach:
    """The checks that could find something new, and the facts that a new finding, of theirs or at an answer, could rest on."""

    checks: tuple[Check, ...]
    facts: frozenset[str]


def may_find_something_new(change: Change) -> bool:
    """Where a question is asked of more people, the checks that stand at it speak to them, too."""
    return change.stricter or change.drops or change.attribute == "relevant"


def reach_of(changes: Iterable[Change], new: Definition) -> Reach:
    """Where neither a rule nor a value behind it has changed, a check says what it said before: neither it nor the
    database need be asked again."""
    grave = [change for change in changes if may_find_something_new(change)]
    if any(change.subject == "questionnaire" for change in grave):
        return Reach(new.checks, new.facts)
    touched = {change.location for change in grave}
    moved = _moved(new, {change.location for change in grave if change.attribute not in FINDS_ONLY})
    asked = (_rules_of(new, one) for one in new.questions if one.name in touched | moved)
    checks = tuple(one for one in new.checks if _is_touched(one, touched) or _rests_on(one, moved))
    rules = (*asked, *(check.rules for check in checks))
    return Reach(checks, frozenset(name for of_one in rules for rule in _written(of_one) for name in facts(rule.tree)))


def _moved(new: Definition, locations: set[str]) -> set[str]:
    """The questions that were changed, or stand in a section or table that was, and all whose rules mention one of them."""
    moved = {one.name for one in new.questions if one.name in locations or new.section_of(one.name).name in locations}
    for question in (new.question(name) for name in new.order if new.asks(name)):
        if question.table in moved or _mentions(_rules_of(new, question), moved):
            moved.add(question.name)
    return moved


def _rules_of(new: Definition, question: Question) -> tuple[Expression | None, ...]:
    return (*question.rules, new.section_of(question.name).relevant)


def _rests_on(check: Check, moved: set[str]) -> bool:
    """A check speaks only while the question it stands at is asked, and while none of its questions is unavailable."""
    return not moved.isdisjoint(check.questions) or _mentions(check.rules, moved)


def _is_touched(check: Check, touched: set[str]) -> bool:
    """One entry of the catalogue may stand for several checks, E11a and E11b."""
    return check.id.startswith(tuple(touched))


def _mentions(rules: Iterable[Expression | None], wanted: set[str]) -> bool:
    return any(not names(rule.tree).isdisjoint(wanted) for rule in _written(rules))


def _written(rules: Iterable[Expression | None]) -> Iterator[Expression]:
    return (rule for rule in rules if rule)
