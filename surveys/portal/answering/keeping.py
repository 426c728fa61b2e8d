"""What a section that was sent holds, kept: its answers, and what its buttons do beside saving."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.http import Http404

from surveys.models import Draft, User, Version
from surveys.portal.access import Part
from surveys.portal.posted_answers import (
    Sent,
    rows_drawn,
    unseen_on_page,
    whole_number,
    with_copy,
    without_row,
)
from surveys.portal.tenants.taking import FROM_TENANTS, taken_from_tenants
from surveys.questionnaires.evaluation import meant, with_entry
from surveys.questionnaires.form import Definition, Question, Section
from surveys.questionnaires.queries import definition_of
from surveys.responses.actions import Saved, save_draft, take_back
from surveys.responses.copying.actions import confirm_copies


def section_or_404(version: Version, name: str) -> Section:
    """The whole section, relevant or not, so that nothing typed on an older page is lost."""
    sections = definition_of(version).sections
    found = next((one for one in sections if one.name == name and one.scope == "unit"), None)
    if found is None:
        raise Http404
    return found


def keep(part: Part, draft: Draft, sent: Sent, drawn: Version, by: User) -> Saved:
    assignment, definition = part.assignment, definition_of(drawn)
    is_current = drawn == assignment.round.version
    place = _place_meant(draft, sent)
    if place is not None and not all(part.has_question(one["question"]) for one in draft.set_aside[place:][:1]):
        place = None
    unseen = unseen_on_page(definition, sent, draft.answers) if is_current else set()
    saved = save_draft(
        response=assignment.response,
        by=by,
        base=sent.base,
        changes=sent.changes | _changes_by_button(sent, draft, definition),
        reasons=sent.reasons,
        explained=sent.explained,
        drawn_with=drawn,
        unseen=unseen,
        rows=rows_drawn(definition, sent) if is_current else {},
        settles=place if sent.verb == "settle" else None,
    )
    lost = draft.set_aside[place:][:1] if sent.verb == "restore" and place is not None else []
    if sent.verb == "confirm":
        confirm_copies(response=assignment.response, questions=[*filter(part.has_question, _copies_meant(sent))])
    for one in lost:
        saved = replace(take_back(response=assignment.response, by=by, lost=one), conflicts=saved.conflicts)
    if sent.verb in FROM_TENANTS and is_current and part.has_question(sent.object):
        return taken_from_tenants(assignment, sent, saved, unseen, by)
    return saved


def _copies_meant(sent: Sent) -> Collection[str]:
    """The one whose button was pressed, or all that the page showed."""
    return [sent.object] if sent.object else sent.drawn.keys()


def _place_meant(draft: Draft, sent: Sent) -> int | None:
    """Of a text set aside, among those of its question: other texts may have gone since the page was drawn."""
    place = whole_number(sent.object) if sent.object else None
    if place is None or not sent.row:
        return place
    here = [at for at, one in enumerate(draft.set_aside[: place + 1]) if one["question"] == sent.row]
    return here[-1] if here else None


def _changes_by_button(sent: Sent, draft: Draft, definition: Definition) -> dict[str, object]:
    """What the buttons at a file, at the rows of a table, and at a likely number do beside saving."""
    name = sent.object
    question = definition.question(name) if definition.asks(name) else None
    if sent.verb == "take" and question:
        return _likely_taken(question, {**draft.answers, **sent.entries}, sent.row)
    if sent.verb == "detach" and question and question.is_file:
        return {name: None}
    if question is None or not question.is_table:
        return {}
    match sent.verb:
        case "remove":
            return {name: without_row(sent.entries.get(name), sent.row)}
        case "duplicate":
            return {name: with_copy(sent.entries.get(name), sent.row)}
        case _:
            return {}


def _likely_taken(question: Question, answers: dict[str, Any], told: str) -> dict[str, object]:
    """The number in the unit that was likely meant; told: the row, where it is a cell, and the unit."""
    row, _colon, symbol = told.rpartition(":")
    cells = {str(one.get("row")): one.get("cells") or {} for one in answers.get(question.table) or ()}
    entry = cells.get(row, {}).get(question.name) if question.table else answers.get(question.name)
    likely = meant(question, entry, symbol)
    changed = question.table or question.name
    return {changed: with_entry(answers, question, row, likely)[changed]} if likely else {}
