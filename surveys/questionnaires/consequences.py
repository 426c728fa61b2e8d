"""How far changes reach: which values may differ under a later version, and which facts its new findings may rest on."""

from collections.abc import Iterable, Iterator

from surveys.questionnaires.changes import Change
from surveys.questionnaires.definitions import Check, Definition, Expression, Question
from surveys.questionnaires.expressions import facts, names

# What changes no value but only what is found at the answer itself.
FINDS_ONLY = frozenset({"required", "constraint", "decimals", "max_length", "may_be_unavailable", "accept"})


def facts_that_matter(changes: Iterable[Change], new: Definition) -> frozenset[str]:
    """The facts a finding could rest on that is new. Where neither a rule nor a value behind it has changed, a check says
    what it said before, and what it would ask the database need not be asked."""
    grave = [change for change in changes if change.stricter or change.drops]
    if any(change.subject == "questionnaire" for change in grave):
        return new.facts
    touched = {change.place for change in grave}
    moved = _moved(new, {change.place for change in grave if change.attribute not in FINDS_ONLY})
    asked = (_rules_of(new, one) for one in new.questions if one.name in touched | moved)
    checked = (check.rules for check in new.checks if _is_touched(check, touched) or _mentions(check.rules, moved))
    return frozenset(name for rules in (*asked, *checked) for rule in rules if rule for name in facts(rule.tree))


def _moved(new: Definition, places: set[str]) -> set[str]:
    """The questions that were changed, or stand in a section that was, and all whose rules mention one of them."""
    moved = {one.name for one in new.questions if one.name in places or new.section_of(one.name).name in places}
    for name in new.order:
        if new.asks(name) and _mentions(_rules_of(new, new.question(name)), moved):
            moved.add(name)
    return moved


def _rules_of(new: Definition, question: Question) -> tuple[Expression | None, ...]:
    return (*question.rules, new.section_of(question.name).relevant)


def _is_touched(check: Check, touched: set[str]) -> bool:
    """One entry of the catalogue may stand for several checks, E11a and E11b."""
    return check.id.startswith(tuple(touched))


def _mentions(rules: Iterable[Expression | None], wanted: set[str]) -> bool:
    return any(not names(rule.tree).isdisjoint(wanted) for rule in _written(rules))


def _written(rules: Iterable[Expression | None]) -> Iterator[Expression]:
    return (rule for rule in rules if rule)
