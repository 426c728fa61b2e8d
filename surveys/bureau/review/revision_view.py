"""A revision laid out for the reviewer: section by section what was answered, how it was typed, what the checks said, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from surveys.bureau.review.last_return import LastReturn
from surveys.lib import units
from surveys.lib.language import current_language
from surveys.lib.text import Text, in_language
from surveys.models import Decision, Query, Response, Revision
from surveys.questionnaires.evaluation import quoting_of
from surveys.questionnaires.form import Definition, Question, Quoting, Section, StoredEntry, left_open
from surveys.questionnaires.queries import definition_of
from surveys.rendering.file_controls import AttachedFile
from surveys.rendering.stored_answers import (
    LeftBlank,
    StoredAnswer,
    answered_in,
    no_answer_in_words,
    stored_answers,
    was_asked,
)
from surveys.rendering.table_controls import is_too_wide
from surveys.responses.comparing import differences
from surveys.responses.dialogue.replies import answered_by, key_of
from surveys.responses.tenants import declared
from surveys.responses.tenants.declared import Declarations, Declared


@dataclass(frozen=True)
class Remarked:
    """What a check said, and what the operator gave as reason."""

    severity: str
    message: str
    reason: str
    row: str


@dataclass(frozen=True)
class Asked:
    """What the bureau had asked of the answer, and what the operator replied."""

    text: str
    reply: str


@dataclass(frozen=True)
class OfTenant:
    """What of an answer a tenant declared; `by` and `at`: who declared it, and when."""

    said: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Cell:
    """One answer in words. `typed` is empty where it was typed just as it is shown; `why_none` says why there is none."""

    shown: str
    typed: str = ""
    method: str = ""
    unavailable: str = ""
    file: AttachedFile | None = None
    why_none: str = ""


@dataclass(frozen=True)
class Proof:
    """A file that proves a figure, or that should; `of` names the column where it is one of a table."""

    question: str
    label: str
    file: AttachedFile | None
    is_required: bool
    of: str = ""


@dataclass(frozen=True)
class Grid:
    """The rows of a table; `heads` are the columns that anybody filled in, `names` what they are called."""

    names: list[str]
    heads: list[str]
    rows: list[list[Cell]]

    @property
    def is_too_wide(self) -> bool:
        return is_too_wide(len(self.heads))

    @property
    def labelled(self) -> list[list[tuple[str, Cell]]]:
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Line:
    """One question. `before` is what the previous revision said, where that was different; `last` what the last return did.
    `is_as_before`: it was asked about, and the answer is the same."""

    question: Question
    label: str
    cell: Cell | None
    grid: Grid | None = None
    findings: list[Remarked] = field(default_factory=list)
    has_changed: bool = False
    before: Cell | None = None
    grid_before: Grid | None = None
    asked_before: list[Asked] = field(default_factory=list)
    is_as_before: bool = False
    differs_from_last: bool = False
    last: Cell | None = None
    last_grid: Grid | None = None
    proofs: list[Proof] = field(default_factory=list)
    is_asked: bool | None = None
    of_tenants: list[OfTenant] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        is_said = self.has_changed or self.differs_from_last or self.findings or self.asked_before
        return self.cell is None and self.grid is None and not is_said


@dataclass(frozen=True)
class Part:
    """A section: its answers, what was left blank, and what was not asked; where nobody noted which, all are blanks."""

    number: str
    label: str
    lines: list[Line]
    blanks: list[Line]
    not_asked: list[Line]
    is_noted: bool


def layout_of(revision: Revision, previous: Revision | None, last: LastReturn | None = None) -> list[Part]:
    definition = definition_of(revision.version)
    # Another version of the questionnaire asks other questions; comparing answers across them would mislead.
    comparable = previous if previous and previous.version_id == revision.version_id else None
    changed = (
        {d.question for d in differences(definition, comparable.answers, revision.answers)} if comparable else set()
    )
    context = _Context(
        new=stored_answers(definition, revision.answers, revision.left_blank),
        old=stored_answers(definition, comparable.answers, comparable.left_blank) if comparable else {},
        changed=changed,
        findings=_findings(revision, definition),
        asked=_asked(revision),
        is_compared=comparable is not None,
        last=last.answers if last else {},
        differs=last.changed if last else set(),
        quoting=quoting_of(definition, revision.answers),
        proofs=definition.proofs,
        left_blank=revision.left_blank,
        declared=revision.declared,
    )
    return [_part(section, context) for section in definition.sections]


@dataclass(frozen=True)
class _Context:
    new: Mapping[str, StoredAnswer]
    old: Mapping[str, StoredAnswer]
    changed: set[str]
    findings: dict[str, list[Remarked]]
    asked: dict[str, list[Asked]]
    is_compared: bool
    last: Mapping[str, StoredAnswer]
    differs: set[str]
    quoting: Quoting
    proofs: Mapping[str, Sequence[Question]]
    left_blank: LeftBlank
    declared: Declarations


def _part(section: Section, context: _Context) -> Part:
    lines = [_line(question, context) for question in answered_in(section.questions)]
    return Part(
        section.number,
        _spoken(context.quoting.text(section.label)),
        [line for line in lines if not line.is_blank],
        [line for line in lines if line.is_blank and line.is_asked is not False],
        [line for line in lines if line.is_blank and line.is_asked is False],
        context.left_blank is not None,
    )


def _line(question: Question, context: _Context) -> Line:
    name = question.name
    has_changed = name in context.changed
    answer, before = context.new.get(name), context.old.get(name) if has_changed else None
    return Line(
        question=question,
        label=_spoken(context.quoting.text(question.label)),
        cell=_cell_of(answer),
        grid=_grid_of(answer),
        findings=context.findings.get(name, []),
        has_changed=has_changed,
        before=_cell_of(before),
        grid_before=_grid_of(before),
        asked_before=context.asked.get(name, []),
        is_as_before=context.is_compared and name in context.asked and not has_changed,
        differs_from_last=name in context.differs,
        last=_cell_of(context.last.get(name)),
        last_grid=_grid_of(context.last.get(name)),
        proofs=_proofs(answer, context),
        is_asked=True if answer else was_asked(name, context.left_blank),
        of_tenants=[_of_tenant(question, one) for one in context.declared.get(name, ())],
    )


def _proofs(answer: StoredAnswer | None, context: _Context) -> list[Proof]:
    """Of what was answered with a figure."""
    if answer is None or answer.unavailable:
        return []
    if answer.question.is_table:
        grid = _grid(answer)
        return [proof for one in zip(grid.names, grid.heads, strict=True) for proof in _proofs_of(*one, context)]
    return _proofs_of(answer.question.name, "", context)


def _proofs_of(name: str, of: str, context: _Context) -> list[Proof]:
    return [
        Proof(
            one.name,
            _spoken(context.quoting.text(one.label)),
            file.file if file else None,
            one.required is not False,
            of,
        )
        for one in context.proofs.get(name, ())
        for file in [context.new.get(one.name)]
        if file or was_asked(one.name, context.left_blank) is not False
    ]


def _of_tenant(question: Question, one: Declared) -> OfTenant:
    said = declared.in_words(question, one, current_language())
    return OfTenant(said, one.get("by", ""), datetime.fromisoformat(one["at"]))


def _cell_of(answer: StoredAnswer | None) -> Cell | None:
    return None if answer is None or answer.question.is_table else _cell(answer)


def _grid_of(answer: StoredAnswer | None) -> Grid | None:
    return _grid(answer) if answer and answer.question.is_table else None


def _grid(answer: StoredAnswer) -> Grid:
    used = {cell.question.name for row in answer.rows for cell in row if cell.entry}
    columns = [column for column in answer.question.shown_columns if column.name in used]
    heads = [_spoken(column.label) for column in columns]
    return Grid(
        [column.name for column in columns],
        heads,
        [[_cell(cell) for cell in row if cell.question.name in used] for row in answer.rows],
    )


def _spoken(label: Text) -> str:
    return in_language(left_open(label), current_language())


def _cell(answer: StoredAnswer) -> Cell:
    shown = answer.shown()
    return Cell(
        shown=shown,
        typed=_as_typed(answer.question, answer.entry, shown),
        method=answer.method,
        unavailable=answer.unavailable,
        file=answer.file,
        why_none="" if answer.entry else no_answer_in_words(answer.question, answer.is_asked),
    )


def _as_typed(question: Question, entry: StoredEntry, shown: str) -> str:
    """Only figures: what else people type is stored as they typed it."""
    if not question.is_number or not ("typed" in entry or "typed_unit" in entry):
        return ""
    symbol = entry.get("typed_unit") or entry.get("unit") or ""
    number = entry.get("typed") or entry.get("value", "")
    label = units.unit(symbol).label(current_language()) if symbol else ""
    if not label or number.endswith((label, symbol)):
        typed = number
    else:
        typed = f"{number} × {label}" if label[0].isdigit() else f"{number} {label}"
    return "" if _bare(typed) == _bare(shown) else typed


def _bare(figure: str) -> str:
    """Without what only makes it easier to read."""
    return figure.replace(" ", "").replace(",", "")


def _findings(revision: Revision, definition: Definition) -> dict[str, list[Remarked]]:
    """Question or table → its findings, the worst first."""
    found: dict[str, list[Remarked]] = {}
    for finding in sorted(revision.findings, key=lambda f: ("hard", "soft", "info").index(f["severity"])):
        name = finding["question"]
        location = definition.question(name).table or name if definition.asks(name) else name
        message, reason = in_language(finding["message"], current_language()), revision.reasons.get(finding["key"], "")
        found.setdefault(location, []).append(Remarked(finding["severity"], message, reason, finding["row"] or ""))
    return found


@dataclass(frozen=True)
class Conclusion:
    """A decision, and its remarks with their questions in words."""

    decision: Decision
    remarks: list[tuple[str, Asked]]


def conclusions_on(response: Response) -> list[Conclusion]:
    """The latest first."""
    decisions = Decision.objects.filter(revision__response=response).order_by("-decided_at")
    decisions = decisions.select_related("revision__version", "decided_by").prefetch_related("queries")
    latest = response.latest
    replies = latest.reasons if latest else {}
    return [Conclusion(decision, _remarks(decision, replies)) for decision in decisions]


def _remarks(decision: Decision, replies: Mapping[str, str]) -> list[tuple[str, Asked]]:
    quoting = quoting_of(definition_of(decision.revision.version), decision.revision.answers)
    told = ((query, quoting.label_of(query.question, current_language())) for query in decision.queries.all())
    return [(label, _with_reply(query, replies)) for query, label in told]


def _asked(revision: Revision) -> dict[str, list[Asked]]:
    """What the bureau had asked before this revision came in, by question."""
    asked: dict[str, list[Asked]] = {}
    decision = answered_by(revision)
    for query in decision.queries.all() if decision else ():
        asked.setdefault(query.question, []).append(_with_reply(query, revision.reasons))
    return asked


def _with_reply(query: Query, replies: Mapping[str, str]) -> Asked:
    return Asked(query.text, replies.get(key_of(query), ""))
