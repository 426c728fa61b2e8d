"""Answers in, values and findings out. Deterministic: the same definition, answers, moment and facts give the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from surveys.questionnaires.evaluation import checks, documents, slips
from surveys.questionnaires.evaluation.documents import values_of
from surveys.questionnaires.evaluation.instance import Instance
from surveys.questionnaires.evaluation.slips import Again, Slip
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import Definition, Entry, Finding, Reader, StoredDocument, read

__all__ = ["Evaluation", "Finding", "NoNilReturn", "evaluate", "nil_answers", "values_of"]


@dataclass(frozen=True)
class Evaluation:
    """relevant: names of questions, and "table[row].column" for cells. is_partial: a core answer is not available."""

    definition: Definition
    findings: tuple[Finding, ...]
    reasons: Mapping[str, str]
    is_nil: bool
    is_partial: bool
    instance: Instance
    again: Again

    @cached_property
    def slips(self) -> tuple[Slip, ...]:
        """The figures that are likely in the wrong unit. Who gave a reason has said that it is right."""
        found = slips.slips(self.instance, self.findings, self.again)
        return tuple(one for one in found if not any((self.reasons.get(key) or "").strip() for key in one.keys))

    @property
    def grouped(self) -> tuple[Finding, ...]:
        """Without what says once more that a figure is in the wrong unit: the gravest of them speaks for all."""
        repeated = {key for slip in self.slips for key in self._by_gravity(slip)[1:]}
        return tuple(finding for finding in self.findings if finding.key not in repeated)

    def slip_of(self, finding: Finding) -> Slip | None:
        return next((slip for slip in self.slips if finding.key in slip.keys), None)

    def _by_gravity(self, slip: Slip) -> list[str]:
        found = [finding for finding in self.findings if finding.key in slip.keys]
        return [finding.key for finding in sorted(found, key=lambda one: one.severity != "hard")]

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """By question; a table is a tuple of rows, each {column: value}."""
        questions = self.definition.questions
        return {one.name: self.instance.value(one.name) for one in questions if not one.table and one.has_value}

    @cached_property
    def relevant(self) -> frozenset[str]:
        cells = (
            documents.cell_name(table, row.id, column)
            for table, rows in self.instance.rows.items()
            for row in rows
            for column in row.relevant
        )
        return frozenset(self.instance.relevant).union(cells)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What stands in the way of filing: hard findings, and soft ones for which no reason was given."""
        return tuple(
            finding
            for finding in self.findings
            if finding.severity == "hard"
            or (finding.severity == "soft" and not (self.reasons.get(finding.key) or "").strip())
        )

    def document(self) -> StoredDocument:
        """What a revision stores and hashes."""
        return documents.document(self.instance)

    def left_blank(self, document: StoredDocument) -> list[str]:
        """What was asked and has no answer in the document of these answers."""
        return documents.left_blank(self.instance, document)


class NoNilReturn(ValueError):
    """The questionnaire does not know such a thing."""


def nil_answers(definition: Definition) -> dict[str, Entry]:
    """The answers of a nil return; raises NoNilReturn."""
    if definition.nil is None:
        raise NoNilReturn(f"{definition.code} has no nil return")
    return {definition.nil.question: {"typed": definition.nil.value}}


def evaluate(
    definition: Definition,
    answers: Mapping[str, object],
    *,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    reasons: Mapping[str, str] | None = None,
    nil: bool = False,
    scope: str | None = None,
    read: Reader = read,
) -> Evaluation:
    """Work out every value and finding.

    answers: as typed, Entry and RowEntry; whatever else stands there is told as unreadable.
    now: the moment for today() and now(), aware. facts: see expressions.facts. reasons: by Finding.key.
    nil: a nil return; only its answer and what it requires are looked at, the organisation's data are carried along.
    scope: only the sections of this scope, as when an organisation confirms its data.
    read: who evaluates many hands in one reader for all of them.
    """
    active = examined = definition.names_in(scope)
    if nil:
        answers = {**answers, **nil_answers(definition)}
        examined = frozenset(_asked_of_nil(definition))
        active = examined | definition.names_in("organisation")
    instance = Instance(definition, answers, active, now, facts or {}, read)
    return Evaluation(
        definition=definition,
        findings=checks.findings(instance, examined),
        reasons=reasons or {},
        is_nil=_says_nil(definition, instance),
        is_partial=any(name in instance.relevant and instance.value(name) is None for name in definition.core),
        instance=instance,
        again=lambda others: checks.findings(Instance(definition, others, active, now, facts or {}), examined),
    )


def _asked_of_nil(definition: Definition) -> set[str]:
    """The nil answer and what must come with it, tables with their columns."""
    nil = definition.nil
    wanted = {nil.question, *nil.requires} if nil else set()
    return {one.name for one in definition.questions if one.name in wanted or one.table in wanted}


def _says_nil(definition: Definition, instance: Instance) -> bool:
    nil = definition.nil
    if nil is None or instance.value(nil.question) is None:
        return False
    value = instance.value(nil.question)
    return ("yes" if value else "no") == nil.value if isinstance(value, bool) else value == nil.value
