"""What there is to say against a set of answers, in the order of the questionnaire."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from surveys.lib.text import LANGUAGES, Text, filled
from surveys.questionnaires.evaluation.documents import in_words
from surveys.questionnaires.evaluation.instance import Instance, InstanceRow
from surveys.questionnaires.expressions import PREVIOUS, Scope, Unknown, Value, evaluate, holds
from surveys.questionnaires.form import Check, Expression, Finding, Question, Shown, answers, messages

# The findings that need no check: what cannot be read, is missing, is not offered, breaks its constraint or has a wrong
# number of rows.
BUILT_IN = frozenset({"reading", "required", "choice", "constraint", "rows", "E54"})


def findings(instance: Instance, examined: frozenset[str]) -> tuple[Finding, ...]:
    """Findings on the examined questions: what cannot be read, what is missing, what breaks a constraint or a check."""
    definition = instance.definition
    found = [
        finding
        for question in definition.questions
        if question.name in examined and not question.table and question.name in instance.relevant
        for finding in _of_question(instance, question)
    ]
    for check in definition.checks:
        if check.questions[0] in examined:
            found.extend(_of_check(instance, check))
    blocked = {finding.question for finding in found if finding.severity == "hard"}
    found.extend(finding for finding in _of_denials(instance, examined) if finding.question not in blocked)
    rows = instance.row_positions()

    def position(one: Finding) -> tuple[int, int]:
        table = definition.question(one.question).table
        return definition.positions[one.question], rows.get((table, one.row or ""), 0)

    return tuple(sorted(found, key=position))


def _of_question(instance: Instance, question: Question) -> Iterator[Finding]:
    yield from _of_answer(instance, question, None)
    if question.is_table:
        yield from _of_row_count(instance, question)
        for row in instance.rows.get(question.name, []):
            for column in question.questions:
                if column.name in row.relevant:
                    yield from _of_answer(instance, column, row)


def _of_answer(instance: Instance, question: Question, row: InstanceRow | None) -> Iterator[Finding]:
    """The first thing wrong with one answer."""
    reading = instance.reading(question.name, row)
    scope = row.scope if row else instance.scope
    value = scope.lookup(question.name)
    if reading.problem:
        yield _placed(reading.problem, row)
    elif value is None and not question.is_table:
        if not reading.unavailable and _is_required(question, scope):
            yield _finding("required", question, row, _told(instance, _required_message(question), row))
    elif not _is_offered(instance, question, row, value):
        message = messages.about_question(messages.NOT_OFFERED, question.label)
        yield _finding("choice", question, row, _told(instance, message, row))
    elif question.constraint and _is_broken(question.constraint, replace(scope, current=value)):
        message = question.constraint_message or messages.about_question(messages.CONSTRAINT, question.label)
        yield _finding("constraint", question, row, _filled(instance, message, row, {}))


def _is_offered(instance: Instance, question: Question, row: InstanceRow | None, value: Value) -> bool:
    if question.choice_filter is None:
        return True
    offered = {choice.name for choice in instance.offered(question, row)}
    return offered.issuperset(value if isinstance(value, tuple) else [value])


def _is_required(question: Question, scope: Scope) -> bool:
    if isinstance(question.required, Expression):
        return holds(question.required.tree, scope) is True
    return question.required


def _is_broken(rule: Expression, scope: Scope) -> bool:
    """Only a rule known to be false is broken."""
    return holds(rule.tree, scope) is False


def _required_message(question: Question) -> Text:
    if question.required_message:
        return question.required_message
    if question.may_be_unavailable:
        return messages.about_question(messages.REQUIRED_OR_REASON, question.label)
    choosing = question.of_type.means == "choice" and question.type != "acknowledge"
    return messages.about_question(messages.REQUIRED_CHOICE if choosing else messages.REQUIRED, question.label)


def _of_row_count(instance: Instance, table: Question) -> Iterator[Finding]:
    count = len(instance.rows.get(table.name, []))
    least = max(table.rows.min, 1 if _is_required(table, instance.scope) else 0)
    if count < least and not instance.reading(table.name).problem:
        text = table.required_message or messages.about_question(messages.TOO_FEW_ROWS, table.label, min=least)
        yield _finding("required", table, None, _told(instance, text))
    wanted = instance.rows_wanted(table) if table.rows.count else None
    if wanted is not None and count != wanted:
        text = messages.about_question(messages.WRONG_ROW_COUNT, table.label, count=wanted)
        yield _finding("rows", table, None, _told(instance, text))
    elif count > table.rows.max:
        text = messages.about_question(messages.TOO_MANY_ROWS, table.label, max=table.rows.max)
        yield _finding("rows", table, None, _told(instance, text))


def _finding(check: str, question: Question, row: InstanceRow | None, message: Text) -> Finding:
    return _placed(Finding(check, "hard", question.name, None, message, (question.name,)), row)


def _placed(finding: Finding, row: InstanceRow | None) -> Finding:
    if row is None:
        return finding
    return replace(finding, row=row.id, message=messages.in_row(row.position, finding.message))


def _of_check(instance: Instance, check: Check) -> Iterator[Finding]:
    rows: list[InstanceRow | None] = [*instance.rows.get(check.table, [])] if check.table else [None]
    for row in rows:
        relevant = row.relevant if row else instance.relevant
        if check.questions[0] in relevant and _fails(instance, check, row):
            message = _filled(instance, check.message, row, check.values)
            finding = Finding(check.id, check.severity, check.questions[0], None, message, check.questions)
            yield _placed(finding, row)


def _of_denials(instance: Instance, examined: frozenset[str]) -> Iterator[Finding]:
    """E54: what said otherwise in its last return now says that this does not concern it."""
    for name, denial in instance.definition.denials.items():
        now, before = instance.value(name), instance.scope.facts.get(f"{PREVIOUS}{name}")
        if name in examined and now is not None and before is not None and _is(now, denial) and not _is(before, denial):
            question = instance.definition.question(name)
            said, says = _in_every_language(question, before), _in_every_language(question, now)
            message = filled(messages.DENIED, label=question.label, before=said, now=says)
            yield Finding("E54", "soft", name, None, message, (name,))


def _is(value: Value, denial: str) -> bool:
    return in_words(value) == denial


def _in_every_language(question: Question, value: Value) -> Text:
    return {language: answers.show(question, value, language) for language in LANGUAGES}


def _fails(instance: Instance, check: Check, row: InstanceRow | None) -> bool:
    """A check about something that is not available, or whose rule cannot be decided, says nothing."""
    if any(instance.reading(name, row).unavailable for name in check.questions):
        return False
    scope = row.scope if row else instance.scope
    if check.relevant and holds(check.relevant.tree, scope) is not True:
        return False
    return _is_broken(check.rule, scope)


def _told(instance: Instance, message: Text, row: InstanceRow | None = None) -> Text:
    """The message with the answers that a label in it shows."""
    return messages.with_answers(message, lambda name: _answer(instance, name, row))


def _filled(instance: Instance, message: Text, row: InstanceRow | None, extra: Mapping[str, Shown]) -> Text:
    """The message with the values it names, each in the unit its question is shown in."""
    values = {
        name: _shown(instance, extra[name], row) if name in extra else _answer(instance, name, row)
        for name in messages.placeholders(message)
    }
    return messages.fill(message, values)


def _answer(instance: Instance, name: str, row: InstanceRow | None) -> Text:
    value = (row.scope if row else instance.scope).lookup(name)
    if value is None or not instance.definition.asks(name):
        return messages.NOT_ANSWERED
    question = instance.definition.question(name)
    unit, file = instance.reading(name, row).unit, instance.reading(name, row).file
    if file:
        return dict.fromkeys(LANGUAGES, file.get("name", ""))
    return {language: answers.show(question, value, language, unit) for language in LANGUAGES}


def _shown(instance: Instance, shown: Shown, row: InstanceRow | None) -> Text:
    value: Value = evaluate(shown.calculate.tree, row.scope if row else instance.scope)
    like = instance.definition.question(shown.like) if instance.definition.asks(shown.like) else None
    if value is None or isinstance(value, Unknown):
        return messages.NOT_ANSWERED
    if not isinstance(value, Decimal) or (like and like.of_type.show):
        return {one: answers.show(like, value, one) for one in LANGUAGES} if like else messages.simple(value)
    unit = (instance.reading(like.name, row).unit or like.unit) if like else shown.unit
    decimals = None if shown.decimals is None else messages.telling_places(value, unit, shown.decimals)
    return {language: messages.quantity(value, unit, language, decimals=decimals, most=4) for language in LANGUAGES}
