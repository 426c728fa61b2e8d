"""What rounds are called: two of one survey are told apart by their titles, in lists, in letters and on the telephone."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from surveys.lib.columns import longest
from surveys.rounds.models import Round, Survey


def titles_for(survey: Survey, start: date | None, end: date | None) -> dict[str, str]:
    """That of the survey; where another round has it, with the reference period, and if need be with a number."""
    rows = Round.objects.filter(survey=survey).values_list("title_zh", "title_en")
    taken = {title for titles in rows for title in titles if title}
    candidates = _candidates(survey, start, end, number=len(rows) + 1)
    found = next(titles for titles in candidates if not taken & set(titles))
    return dict(zip(("title_zh", "title_en"), found, strict=True))


def _candidates(survey: Survey, start: date | None, end: date | None, number: int) -> Iterator[tuple[str, str]]:
    yield survey.title_zh, survey.title_en
    if start and end:
        yield _with(survey.title_zh, f"（{start} 至 {end}）"), _with(survey.title_en, f", {start} – {end}")
    for next_number in count(number):
        yield _with(survey.title_zh, f"（第 {next_number} 批）"), _with(survey.title_en, f" ({next_number})")


def _with(title: str, mark: str) -> str:
    """A title that is not said in one of the languages stays unsaid; one too long gives way to its mark."""
    return title[: longest(Round, "title_zh") - len(mark)] + mark if title else ""


def is_title_taken(round: Round) -> bool:
    """By another round of the survey that was issued and not withdrawn."""
    others = Round.objects.filter(survey=round.survey_id, issued_at__isnull=False, withdrawn_at=None).exclude(
        pk=round.pk
    )
    return others.filter(title_zh=round.title_zh, title_en=round.title_en).exists()
