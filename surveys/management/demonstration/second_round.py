"""A round of the same form, issued now and due tomorrow at noon, left half answered for a visitor to play both sides."""

from datetime import datetime

from surveys.management.demonstration.answering import Substance, entry
from surveys.management.demonstration.seed_case import SUBSTANCES, choose, delivery_of_everything
from surveys.management.demonstration.story import Story
from surveys.models import Response, Round, Survey, User
from surveys.responses import actions as responses
from surveys.responses import issuing
from surveys.rounds import actions as rounds


def issue(survey: Survey, officers: dict[str, User], at: datetime) -> Round:
    round = rounds.create_round(
        by=officers["manager"],
        survey=survey,
        at=at,
        title_zh=f"{survey.title_zh}（复查）",
        title_en=f"{survey.title_en} (follow-up)",
    )
    return issuing.issue(by=officers["manager"], round=round, at=at)


def play(story: Story, at: datetime) -> None:
    """Of every four organisations one has filed, one has filed for its first site, one has begun, one has not looked."""
    for number, organisation in enumerate(story.operators):
        waiting = story.responses_of(organisation)
        match number % 4:
            case 0:
                story.confirm(organisation, at)
                _file(story, waiting, at)
            case 1:
                story.confirm(organisation, at)
                _file(story, waiting[:1], at)
            case 2:
                _begin(story, waiting[0], at)
    delivery_of_everything(at)


def _file(story: Story, waiting: list[Response], at: datetime) -> None:
    for response in waiting:
        substance = choose(SUBSTANCES, story.rng)
        if substance is Substance.NIL:
            story.nil(response, at)
        else:
            story.answer(response, substance, at)


def _begin(story: Story, response: Response, at: datetime) -> None:
    by = story.operators[response.assignment.organisation]
    responses.open_for_answering(response=response, by=by, at=at)
    responses.save_draft(response=response, by=by, base=0, changes={"total_kwh": entry("1,234.5", "万千瓦时")}, at=at)
