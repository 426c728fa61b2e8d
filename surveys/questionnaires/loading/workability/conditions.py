"""What is never asked, what no answer can satisfy, and checks that always or never find something."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from surveys.lib.problems import Problem
from surveys.lib.text import enumeration, filled
from surveys.questionnaires.expressions import Attribute, Reference, Scope, Value, nodes
from surveys.questionnaires.form import Check, Definition, Expression, Question, Section, read
from surveys.questionnaires.loading.workability import messages
from surveys.questionnaires.loading.workability.possibility import Trial, outcome
from surveys.questionnaires.loading.workability.saying import refusal, warning

MOST_OFFERED = 20_000
"""How often a choice is tried against answers: what takes longer is taken to work."""


def doubts(definition: Definition) -> Iterator[Problem]:
    never = never_asked(definition)
    for section in definition.sections:
        if not _can_hold(definition, section.relevant, never):
            yield warning(f"{section.name}.relevant", messages.NEVER_ASKED)
    for question in definition.questions:
        if not _can_hold(definition, question.relevant, never):
            yield warning(f"{question.name}.relevant", messages.NEVER_ASKED)
        if question.name not in never:
            yield from _of_question(definition, question, never)
    for check in definition.checks:
        yield from _of_check(definition, check, never)
    yield from _of_core(definition)
    for section in (section for section in definition.sections if section.scope == "organisation"):
        yield from _of_what_is_asked_first(definition, section)


def _of_what_is_asked_first(definition: Definition, section: Section) -> Iterator[Problem]:
    """The organisation confirms its data before anything is asked of its units, and finds their answers blank."""
    rules = {f"{section.name}.relevant": section.relevant}
    for one in (one for question in section.questions for one in (question, *question.questions)):
        rules |= {f"{one.name}.{key}": getattr(one, key) for key in ("relevant", "choice_filter", "initial")}
        rules[f"{one.name}.rows.count"] = one.rows.count
    for location, rule in rules.items():
        for name in sorted(_asked_before(definition, rule)) if rule else ():
            if definition.section_of(name).scope != "organisation":
                yield warning(location, filled(messages.ASKED_LATER, name=name))
                break


def never_asked(definition: Definition) -> frozenset[str]:
    """Questions whose condition can never hold, and what hangs on them."""
    never: frozenset[str] = frozenset()
    for name in (name for name in definition.order if definition.asks(name)):
        question, section = definition.question(name), definition.section_of(name)
        rules = (section.relevant, question.relevant)
        if question.table in never or not all(_can_hold(definition, rule, never) for rule in rules):
            never |= {name}
    return never


def _can_hold(definition: Definition, rule: Expression | None, never: frozenset[str]) -> bool:
    if rule is None:
        return True
    trial = Trial(definition, [rule], never)
    return not trial.is_possible or any(found is True for found in trial.outcomes(rule))


def _is_always_asked(definition: Definition, question: Question) -> bool:
    table = definition.question(question.table) if question.table else None
    rules = (definition.section_of(question.name).relevant, question.relevant, table and table.required is not True)
    return not any(rules)


def _must_be_answered(definition: Definition, question: Question) -> bool:
    return question.required is True and _is_always_asked(definition, question)


# --- questions --------------------------------------------------------------------------------------------------------


def _of_question(definition: Definition, question: Question, never: frozenset[str]) -> Iterator[Problem]:
    must = _must_be_answered(definition, question)
    if isinstance(question.required, Expression) and not _can_hold(definition, question.required, never):
        yield warning(f"{question.name}.required", messages.NEVER_REQUIRED)
    if question.required and not question.is_shown:
        yield refusal(f"{question.name}.type", messages.HIDDEN_REQUIRED, of_every_return=must)
    if question.constraint:
        yield from _of_constraint(definition, question, question.constraint, never, must=must)
    if question.choice_filter and question.choices:
        yield from _of_filter(definition, question, question.choice_filter, never, must=must)
    if (
        question.read_only is True
        and question.is_answered
        and not (question.default or question.initial or question.prefill or question.is_table)
    ):
        message = messages.READ_ONLY_REQUIRED if question.required else messages.READ_ONLY_BLANK
        yield refusal(f"{question.name}.read_only", message, of_every_return=must)


def _of_constraint(
    definition: Definition, question: Question, rule: Expression, never: frozenset[str], *, must: bool
) -> Iterator[Problem]:
    """An answer breaks what is known to be false; a blank breaks nothing."""
    trial = Trial(definition, [rule], never, question)
    if trial.is_possible:
        answered = (outcome(rule.tree, scope) for scope in trial.scopes() if scope.current is not None)
        if all(found is False for found in answered):
            yield refusal(f"{question.name}.constraint", messages.NO_ANSWER_WILL_DO, of_every_return=must)
    if question.default and not any(isinstance(node, Reference) for node in nodes(rule.tree)):
        yield from _of_default(definition, question, rule)


def _of_default(definition: Definition, question: Question, rule: Expression) -> Iterator[Problem]:
    value = read(question, {"typed": question.default}).value
    trial = Trial(definition, [rule], current=question)
    if trial.is_possible and value is not None:
        scope = replace(next(trial.scopes()), current=value)
        if outcome(rule.tree, scope) is False:
            yield warning(f"{question.name}.default", messages.DEFAULT_BREAKS)


def _of_filter(
    definition: Definition, question: Question, rule: Expression, never: frozenset[str], *, must: bool
) -> Iterator[Problem]:
    """Cascades: answers after which there is nothing to choose from."""
    trial, kinds = Trial(definition, [rule, question.relevant], never), _kinds_of_choices(question, rule)
    if not trial.is_possible or trial.size * len(kinds) > MOST_OFFERED:
        return
    stuck: dict[str, set[str]] = {name: set() for name in _asked_before(definition, rule)}
    is_any = False
    for scope in trial.scopes():
        if question.relevant and outcome(question.relevant.tree, scope) is not True:
            continue
        some = any(outcome(rule.tree, replace(scope, choice=kind)) is True for kind in kinds)
        is_any = is_any or some
        for name in stuck if not some else ():
            if isinstance(answer := scope.lookup(name), str):
                stuck[name].add(answer)
    if not is_any:
        yield refusal(f"{question.name}.choice_filter", messages.NOTHING_TO_CHOOSE, of_every_return=must)
    elif question.required and len(stuck) == 1:
        ((name, answers),) = stuck.items()
        labels = [one.name for one in definition.question(name).choices if one.name in answers]
        if labels:
            told = filled(messages.NOTHING_TO_CHOOSE_AFTER, name=name, answers=enumeration(labels))
            yield warning(f"{question.name}.choice_filter", told)


def _kinds_of_choices(question: Question, rule: Expression) -> list[Mapping[str, Value]]:
    """What is noted of the choices, as far as the filter looks at it: a thousand towns are a dozen of counties."""
    wanted = {node.name for node in nodes(rule.tree) if isinstance(node, Attribute)}
    noted = ({name: one.columns.get(name) for name in wanted} for one in question.choices)
    return list({repr(sorted(kind.items())): kind for kind in noted}.values())


def _asked_before(definition: Definition, rule: Expression) -> set[str]:
    named = {node.name for node in nodes(rule.tree) if isinstance(node, Reference)}
    return {name for name in named if definition.asks(name)}


# --- checks and what counts as answered -------------------------------------------------------------------------------


def _of_check(definition: Definition, check: Check, never: frozenset[str]) -> Iterator[Problem]:
    location, first = f"check {check.id}", check.questions[0]
    if not _can_hold(definition, check.relevant, never):
        yield warning(f"{location}.relevant", messages.CHECK_NEVER)
        return
    trial = Trial(definition, [check.rule, check.relevant], never)
    if first in never or not trial.is_possible:
        return
    is_met = (outcome(check.rule.tree, scope) is not False for scope in trial.scopes() if _concerns(check, scope))
    if not any(is_met):
        asked = definition.question(first)
        every = check.severity == "hard" and not check.relevant and _is_always_asked(definition, asked)
        yield refusal(f"{location}.rule", messages.CHECK_ALWAYS, of_every_return=every and not check.table)


def _concerns(check: Check, scope: Scope) -> bool:
    return check.relevant is None or outcome(check.relevant.tree, scope) is True


def _of_core(definition: Definition) -> Iterator[Problem]:
    """A return without one of them counts as partial; what never has a value makes every return so."""
    for name in (name for name in definition.core if definition.asks(name)):
        question = definition.question(name)
        is_said = question.is_answered or question.calculation or question.prefill
        if question.table or not question.has_value or not is_said:
            yield warning("core", filled(messages.CORE_WITHOUT_VALUE, name=name))
