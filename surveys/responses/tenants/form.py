"""What of a questionnaire can be asked of a tenant, and how it looks to him: the questions chosen and nothing else. Pure.

A rule that looks at another answer, at the register or at the peers would tell the tenant of what is not his, or hold him
to it. It is left out, and examined when the operator has taken the answer over.
"""

from collections.abc import Collection
from dataclasses import replace

from surveys.questionnaires.expressions import facts, names
from surveys.questionnaires.form import Check, Definition, Expression, Question, Section
from surveys.responses.copying.sources import is_its_own
from surveys.responses.tenants.declared import METHODS


def askable(definition: Definition) -> tuple[Question, ...]:
    """What the unit answers for itself: no files, nothing calculated, nothing the register knows, no declarations."""
    writable = definition.writable("unit")
    return tuple(one for one in definition.questions if one.name in writable and _can_be_asked(one))


def _can_be_asked(question: Question) -> bool:
    is_fixed = question.is_table and question.rows.are_fixed
    return not (is_its_own(question) or is_fixed or question.type == "acknowledge")


def form_for(definition: Definition, chosen: Collection[str]) -> Definition:
    """A question that was chosen and is asked no more is left out."""
    asked = {one.name for one in askable(definition) if one.name in chosen}
    known = asked | {one.name for one in definition.questions if one.table in asked}
    flat = {name for name in asked if not definition.question(name).is_table}
    sections = (_section(section, asked, known) for section in definition.sections)
    return replace(
        definition,
        sections=tuple(section for section in sections if section.questions),
        checks=tuple(one for one in definition.checks if _is_of(one, known if one.table else flat)),
        core=(),
        nil=None,
        roles={},
    )


def _section(section: Section, asked: Collection[str], known: Collection[str]) -> Section:
    questions = tuple(_question(one, known) for one in section.questions if one.name in asked)
    return replace(section, relevant=None, hint={}, questions=questions)


def _question(question: Question, known: Collection[str]) -> Question:
    """A figure is given, as zero where it is zero, or said to be not available; what else is optional stays so."""
    is_wanted = not question.is_table and (question.is_number or question.required is not False)
    return replace(
        _without_foreign_rules(question, known),
        relevant=None,
        required=is_wanted,
        may_be_unavailable=is_wanted,
        methods=question.methods or (METHODS if question.is_number else ()),
        rows=replace(question.rows, min=0),
        questions=tuple(_without_foreign_rules(column, known) for column in question.questions),
    )


def _without_foreign_rules(question: Question, known: Collection[str]) -> Question:
    def kept(rule: Expression | None) -> Expression | None:
        return rule if rule and _looks_at_no_other(rule, known) else None

    required = question.required
    return replace(
        question,
        required=kept(required) or False if isinstance(required, Expression) else required,
        relevant=kept(question.relevant),
        constraint=kept(question.constraint),
        choice_filter=kept(question.choice_filter),
        initial=None,
        default="",
        prefill="",
        read_only=False,
    )


def _looks_at_no_other(rule: Expression, known: Collection[str]) -> bool:
    return names(rule.tree) <= set(known) and not facts(rule.tree)


def _is_of(check: Check, known: Collection[str]) -> bool:
    """Of those that block: what only needs a reason is for the operator to explain. What the rows of a table come to together
    is not looked at, for a tenant's are not all of them."""
    rules = [rule for rule in check.rules if rule]
    return (
        check.severity == "hard"
        and set(check.questions) <= set(known)
        and all(_looks_at_no_other(rule, known) for rule in rules)
    )
