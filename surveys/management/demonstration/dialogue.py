"""What operators and the bureau say to each other: one asks for more time, one does not know how to count, one got a letter
that was for a colleague."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from surveys.accounts.invitations import accept
from surveys.management.demonstration.story import Story
from surveys.models import Assignment, Invitation, Organisation, Request, Response
from surveys.responses.dialogue.messages import spare_answer, write
from surveys.responses.dialogue.requests import Ruling, answer, ask
from surveys.rounds.letters import actions as letters

NO_POWER = "机房停电检修，电费数据次日方可取得，申请延期。"
QUESTION = "机房与办公楼共用一块总表，没有分表，总用电量应按什么口径填报？"
ANSWER = "按数据中心的供电回路计量；没有分表的，按负荷分摊，填报方式选“估算”，并在备注中写明分摊办法。"


def plan_more_time(story: Story, organisation: Organisation, deadline: datetime, until: datetime) -> None:
    """Asked for in the morning, granted an hour before the deadline."""
    story.at(
        deadline - timedelta(minutes=90), lambda at: ask_for_time(story, story.responses_of(organisation), until, at)
    )
    story.at(deadline - timedelta(minutes=60), lambda at: _grant(story, organisation, at))


def ask_for_time(story: Story, responses: Iterable[Response], until: datetime, at: datetime) -> None:
    for response in responses:
        by = story.operators[response.assignment.organisation]
        ask(response=response, by=by, reason=NO_POWER, wanted=until, at=at)


def _grant(story: Story, organisation: Organisation, at: datetime) -> None:
    asked = Request.objects.filter(assignment__round=story.round, organisation=organisation)
    answer(requests=asked, by=story.officers["manager"], ruling=Ruling(True, answer="同意延期。"), at=at)


def plan_a_question(story: Story, organisation: Organisation, at: datetime) -> None:
    """It is answered within the quarter of an hour; the thanks for it need no answer."""
    about = story.responses_of(organisation)[0].assignment
    story.at(at, lambda at: ask_how_to_count(story, about, at))
    story.at(at + timedelta(minutes=12), lambda at: tell_how_to_count(story, about, at))
    story.at(at + timedelta(minutes=15), lambda at: _thank(story, about, at))


def ask_how_to_count(story: Story, about: Assignment, at: datetime) -> None:
    write(assignment=about, by=story.operators[about.organisation], text=QUESTION, from_bureau=False, at=at)


def tell_how_to_count(story: Story, about: Assignment, at: datetime) -> None:
    write(assignment=about, by=story.officers["reviewer"], text=ANSWER, from_bureau=True, at=at)


def _thank(story: Story, about: Assignment, at: datetime) -> None:
    thanks = write(
        assignment=about, by=story.operators[about.organisation], text="明白，谢谢。", from_bureau=False, at=at
    )
    spare_answer(message=thanks, by=story.officers["reviewer"], at=at)


def plan_a_hand_over(story: Story, organisation: Organisation, at: datetime) -> None:
    """The letter went to the wrong person: he names a colleague, who comes in by the letter's way, and answers."""
    story.at(at, lambda at: _name_a_colleague(story, organisation, at))
    story.at(at + timedelta(minutes=50), lambda at: _come_in(story, organisation, at))


def _name_a_colleague(story: Story, organisation: Organisation, at: datetime) -> None:
    contact = organisation.contacts.order_by("email")[0]
    colleague = letters.Person("孙主管", f"sun.{contact.email}", "13900000001")
    by = story.operators[organisation]
    letters.name_another(round=story.round, contact=contact, person=colleague, by=by, at=at)


def _come_in(story: Story, organisation: Organisation, at: datetime) -> None:
    invitation = Invitation.objects.get(organisation=organisation, used_at=None, email__startswith="sun.")
    story.operators[organisation] = accept(invitation=invitation, name=invitation.name, password=None, at=at)
