"""A round of the same form, issued now and due tomorrow at noon, left half answered for a visitor to play both sides."""

from datetime import datetime, timedelta

from surveys.management.demonstration import dialogue
from surveys.management.demonstration.answering import Substance, entry
from surveys.management.demonstration.seed_case import SUBSTANCES, choose, delivery_of_everything
from surveys.management.demonstration.story import Story
from surveys.management.demonstration.tenants import ask_two
from surveys.models import Organisation, Response, Round, Survey, User
from surveys.responses import actions as responses
from surveys.responses import issuing
from surveys.rounds import actions as rounds
from surveys.rounds.letters import actions as letters


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
    """Of every four organisations one has filed, one has filed for its first site, one has begun, one has not looked. Of those
    that have not looked, some have answered the letter. Of those that have begun, two leave the bureau something to answer,
    one has asked its tenants."""
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
                _turn_to_others(story, waiting[0], number // 4, at)
            case 3:
                _answer_the_letter(story, organisation, number // 4, at)
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


def _turn_to_others(story: Story, response: Response, place: int, at: datetime) -> None:
    if place == 0:
        dialogue.ask_how_to_count(story, response.assignment, at)
    elif place == 1:
        assert story.round.deadline  # it is issued
        dialogue.ask_for_time(story, [response], story.round.deadline + timedelta(hours=6), at)
    elif place == 2:
        ask_two(response, story.operators[response.assignment.organisation], at)


def _answer_the_letter(story: Story, organisation: Organisation, place: int, at: datetime) -> None:
    """The first is the right person, the second names another, the third wants help, the fourth says nothing."""
    contact = organisation.contacts.order_by("email")[0]
    match place % 4:
        case 0:
            letters.acknowledge(round=story.round, contact=contact, at=at)
        case 1:
            person = letters.Person("钱工", f"qian{place}@operators.example", "13900000000")
            by = story.operators[organisation]
            letters.name_another(round=story.round, contact=contact, person=person, by=by, at=at)
        case 2:
            text = "数据中心上月刚刚接手，电费单据不全，请告知如何填报。"
            letters.ask_for_help(round=story.round, contact=contact, text=text, phone=contact.phone, at=at)
