"""What the people of an assignment are told when the questionnaire changes while they answer it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.models import Amendment, Round, Version
from surveys.questionnaires.diff import Change, changes_between
from surveys.questionnaires.form import Question
from surveys.questionnaires.queries import definition_of
from surveys.rendering.questionnaire_view import QuestionnaireView, blank_view
from surveys.rendering.questions import as_typed
from surveys.responses.drafting import SetAside

MOST_TOLD = 20
FORM = "form"


@dataclass(frozen=True)
class Told:
    """One amendment as an operator reads it; `words` counts the changes that are of words only, which are not listed."""

    amendment: Amendment
    sentences: list[str]
    more: int
    words: int
    is_news: bool


def amendments_since(
    round: Round, seen: datetime | None, saved: datetime | None, view: QuestionnaireView
) -> list[Told]:
    """Those that came after somebody had first seen the form; news as long as nothing has been saved since."""
    if seen is None:
        return []
    rows = Amendment.objects.filter(round=round, amended_at__gte=seen).select_related("old_version", "new_version")
    return [_told(row, view, is_news=saved is None or saved <= row.amended_at) for row in rows]


def _told(amendment: Amendment, view: QuestionnaireView, *, is_news: bool) -> Told:
    changes = changes_between(amendment.old_version.definition, amendment.new_version.definition)
    telling = [change for change in changes if _is_worth_telling(change)]
    sentences = [_with_answers(change, view).sentence(current_language()) for change in telling[:MOST_TOLD]]
    words = sum(change.effect == "wording" for change in changes)
    return Told(amendment, sentences, len(telling) - len(sentences), words, is_news)


def _with_answers(change: Change, view: QuestionnaireView) -> Change:
    """What is called after an answer is called so here, too."""
    label, within = ({view.language: view.tell(text)} if text else {} for text in (change.label, change.within))
    return replace(change, label=label, within=within)


def _is_worth_telling(change: Change) -> bool:
    """What changes something for whoever answers; the rest is for those who compute."""
    return change.effect != "wording" and change.subject != "questionnaire"


def texts_no_longer_taken(set_aside: Iterable[SetAside], at: datetime) -> list[dict[str, str]]:
    """What was set aside because the questionnaire changed, in the words of the version it was typed under."""
    lost = [one for one in set_aside if "version" in one]
    versions = Version.objects.in_bulk({UUID(one["version"]) for one in lost})
    return [_text(one, versions[UUID(one["version"])], at) for one in lost if UUID(one["version"]) in versions]


def _text(lost: SetAside, version: Version, at: datetime) -> dict[str, str]:
    definition, name = definition_of(version), lost["question"]
    if not definition.asks(name):
        return {"label": name, "text": "", "by": lost["by"]}
    question = _with_columns_of(definition.question(name), lost["entry"])
    view = blank_view(definition, definition.section_of(name).scope, at)
    label = " – ".join(view.tell(one.label) for one in (question, *question.questions))
    return {"label": label, "text": as_typed(view, question, lost["entry"]), "by": lost["by"]}


def _with_columns_of(question: Question, entry: object) -> Question:
    """Of a table, only the columns whose cells were set aside."""
    if not question.is_table or not isinstance(entry, list):
        return question
    names = {name for row in entry for name in row.get("cells", {})}
    return replace(question, questions=tuple(column for column in question.questions if column.name in names))


def version_drawn(request: HttpRequest, round: Round) -> Version:
    """The version of the questionnaire the page was drawn with, when this round had it; else the one it has."""
    number = request.POST.get(FORM, "")
    if number == str(round.version.number) or not (number.isascii() and number.isdigit() and len(number) < 6):
        return round.version
    earlier = (
        Amendment.objects.filter(round=round, old_version__number=int(number)).select_related("old_version").first()
    )
    return earlier.old_version if earlier else round.version


def tell_of_change(request: HttpRequest) -> None:
    messages.warning(
        request,
        _(
            "The questionnaire was changed while you were writing. What you typed is kept; answers that are no longer "
            "asked for stand under “Texts that were set aside”."
        ),
    )
