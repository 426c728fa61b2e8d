"""Answers on their way in and out: which questions may be answered here, what was found, and where it stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from surveys.api.problems import Mistake, Refused, pointer
from surveys.api.shapes import Checked, Entry, FindingOut, Row
from surveys.lib.cleaning import plain_breaks
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.evaluation import Evaluation
from surveys.questionnaires.form import Definition, Finding, Question

MOST_ENTRIES = 5000
"""Answers and cells of one request, as many as a page may send fields."""
Sent = Mapping[str, Entry | list[Row] | None]
Changes = dict[str, object]


def read_answers(definition: Definition, sent: Sent, reasons: Mapping[str, str], scope: str = "unit") -> Changes:
    """As entries as typed; raises Refused for what has no place in the questionnaire, not for wrong answers."""
    mistakes = [*_misplaced(definition, sent, scope), *_unknown_reasons(definition, reasons, scope)]
    if mistakes:
        raise Refused("wrong-content", mistakes=mistakes)
    if sum(_size(answer) for answer in sent.values()) > MOST_ENTRIES:
        raise Refused("too-large", _("Send at most %(most)s answers and cells at once.") % {"most": MOST_ENTRIES})
    return {name: _as_typed(answer) for name, answer in sent.items()}


def _size(answer: Entry | list[Row] | None) -> int:
    return sum(1 + len(row.cells) for row in answer) if isinstance(answer, list) else 1


def _misplaced(definition: Definition, sent: Sent, scope: str) -> Iterator[Mistake]:
    writable = definition.writable(scope)
    for name, answer in sent.items():
        path = ("answers", name)
        if name not in writable:
            yield Mistake(_why_not(definition, name), path=pointer(path))
            continue
        question = definition.question(name)
        if isinstance(answer, list) and not question.is_table:
            yield Mistake(_("This question is no table: send one entry."), path=pointer(path))
        elif isinstance(answer, Entry) and question.is_table:
            yield Mistake(_("This question is a table: send a list of rows."), path=pointer(path))
        elif isinstance(answer, list):
            yield from _misplaced_cells(question, answer, path)


def _why_not(definition: Definition, name: str) -> str:
    if not definition.asks(name):
        return _("The questionnaire has no question of this name.")
    if definition.question(name).table:
        return _("This is a column: send it with the rows of “%(table)s”.") % {"table": definition.question(name).table}
    if name not in definition.writable():
        return _("This is worked out or shown, and not for you to answer.")
    if definition.section_of(name).scope == "organisation":
        return _("This is one of the organisation's own data, which are confirmed once per round.")
    return _("This is asked of each data center, not of the organisation.")


def _misplaced_cells(table: Question, rows: list[Row], path: tuple[str | int, ...]) -> Iterator[Mistake]:
    columns = {one.name for one in table.questions if one.is_answered and one.read_only is not True}
    times = Counter(row.row for row in rows)
    for place, row in enumerate(rows):
        if times[row.row] > 1:
            yield Mistake(_("Another row has the same name."), path=pointer((*path, place, "row")))
        for name in row.cells.keys() - columns:
            told = _("The table has no column of this name that can be filled in.")
            yield Mistake(told, path=pointer((*path, place, "cells", name)))


def _unknown_reasons(definition: Definition, reasons: Mapping[str, str], scope: str) -> Iterator[Mistake]:
    here = definition.names_in(scope)
    for key in reasons:
        check, question, *_row = [*key.split(":", 2), ""]
        if not check or question not in here or len(key) >= 200:
            yield Mistake(_("No finding has this key."), path=pointer(("reasons", key)))


def _as_typed(answer: Entry | list[Row] | None) -> object:
    if isinstance(answer, list):
        rows = ({name: _entry(cell) for name, cell in row.cells.items()} for row in answer)
        filled = [{name: cell for name, cell in cells.items() if cell} for cells in rows]
        return [{"row": row.row, "cells": cells} for row, cells in zip(answer, filled, strict=True)] or None
    return _entry(answer) if answer else None


def _entry(entry: Entry) -> dict[str, str] | None:
    return {name: plain_breaks(part) for name, part in entry.model_dump().items() if part} or None


# --- what comes out ----------------------------------------------------------------------------------------------


def checked(evaluation: Evaluation, answers: Mapping[str, object], version: int) -> Checked:
    definition = evaluation.definition
    return Checked(
        version=version,
        is_ready=not evaluation.blocking,
        findings=findings_out(evaluation, answers),
        values=dict(evaluation.document()["answers"]),
        not_applicable=sorted(definition.writable("unit") - evaluation.relevant),
        no_longer_asked=[],
    )


def findings_out(evaluation: Evaluation, answers: Mapping[str, object]) -> list[FindingOut]:
    blocking = {finding.key for finding in evaluation.blocking}
    return [
        finding_out(
            evaluation.definition,
            finding,
            answers,
            blocks=finding.key in blocking,
            reason=evaluation.reasons.get(finding.key, ""),
        )
        for finding in evaluation.findings
    ]


def finding_out(
    definition: Definition, finding: Finding, answers: Mapping[str, object], *, blocks: bool = True, reason: str = ""
) -> FindingOut:
    return FindingOut(
        key=finding.key,
        check=finding.check,
        severity=finding.severity,
        blocks=blocks,
        scope=definition.section_of(finding.question).scope,
        question=finding.question,
        row=finding.row,
        path=path_of(definition, finding, answers),
        message=in_language(finding.message, current_language()),
        reason=reason,
    )


def not_ready(definition: Definition, findings: Iterable[Finding], answers: Mapping[str, object]) -> Refused:
    """What stands in the way of a submission, where the answers can be mended."""
    return Refused("not-ready", findings=[finding_out(definition, one, answers).model_dump() for one in findings])


def path_of(definition: Definition, finding: Finding, answers: Mapping[str, object]) -> str:
    """Where the answer stands; of a cell that is not there yet, where it would."""
    table = definition.question(finding.question).table
    if not table or finding.row is None:
        return pointer(("answers", table or finding.question))
    rows = answers.get(table)
    ids = [row.get("row") for row in rows] if isinstance(rows, list) else []
    place = ids.index(finding.row) if finding.row in ids else len(ids)
    return pointer(("answers", table, place, "cells", finding.question))
