"""Rules that ask the register, the round or the last return for what is not known there."""

from collections.abc import Iterator

from surveys.lib.problems import Problem
from surveys.lib.text import filled
from surveys.questionnaires.expressions import Audience, facts, is_known_of
from surveys.questionnaires.form import Definition, Expression, Section
from surveys.questionnaires.loading.workability import messages
from surveys.questionnaires.loading.workability.saying import warning


def doubts(definition: Definition) -> Iterator[Problem]:
    for section in definition.sections:
        audiences = audiences_of(definition, section)
        for question in section.questions:
            for one in (question, *question.questions):
                for key in ("relevant", "constraint", "calculation", "initial"):
                    yield from _of_rule(f"{one.name}.{key}", getattr(one, key), audiences)
    for check in definition.checks:
        audiences = audiences_of(definition, definition.section_of(check.questions[0]))
        yield from _of_rule(f"check {check.id}.relevant", check.relevant, audiences)
        yield from _of_rule(f"check {check.id}.rule", check.rule, audiences)


def audiences_of(definition: Definition, section: Section) -> tuple[Audience, ...]:
    """Of whom a rule is worked out: what the organisation confirmed is looked at again with each of its units."""
    unit: Audience = "facility" if definition.unit == "facility" else "organisation as a unit"
    return (unit, "organisation") if section.scope == "organisation" else (unit,)


def _of_rule(location: str, rule: Expression | None, audiences: tuple[Audience, ...]) -> Iterator[Problem]:
    for fact in sorted(facts(rule.tree)) if rule else ():
        if not any(is_known_of(fact, audience) for audience in audiences):
            yield warning(location, filled(messages.FACT_UNKNOWN[audiences[0]], fact=fact))
