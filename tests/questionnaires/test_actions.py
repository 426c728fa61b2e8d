import pytest

from surveys.audit.models import Event
from surveys.audit.sentences import sentence
from surveys.questionnaires import actions
from surveys.questionnaires.editing.structure import EditError, empty
from surveys.questionnaires.form.problems import DefinitionError
from surveys.questionnaires.library import template
from surveys.questionnaires.models import Proposal, Questionnaire, Version
from surveys.questionnaires.queries import examined, open_proposals
from tests import factories
from tests.questionnaires.examples import question, stored, words


@pytest.fixture
def proposal(world):
    return actions.start_proposal(by=world.officer, authority=world.city, definition=stored(question("kwh")))


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_a_proposal_begins_with_its_first_edition(world, proposal):
    assert (proposal.edition, proposal.questionnaire, proposal.is_open, str(proposal)) == (1, None, True, "Test")
    assert verbs() == ["started_proposal"]


def test_every_change_makes_an_edition(world, proposal):
    changed = stored(question("kwh"), question("kva"))

    actions.change_proposal(by=world.officer, proposal=proposal, definition=changed, edition=1)

    proposal.refresh_from_db()
    assert (proposal.edition, proposal.definition) == (2, changed)
    assert verbs() == ["started_proposal", "changed_proposal"]


def test_what_changes_nothing_makes_no_edition(world, proposal):
    actions.change_proposal(by=world.officer, proposal=proposal, definition=proposal.definition, edition=1)

    assert (Proposal.objects.get().edition, len(verbs())) == (1, 1)


def test_nobodys_edit_is_overwritten(world, proposal):
    actions.change_proposal(by=world.officer, proposal=proposal, definition=stored(question("mine")), edition=1)

    with pytest.raises(actions.Conflict) as conflict:
        actions.change_proposal(by=world.officer, proposal=proposal, definition=stored(question("his")), edition=1)

    assert conflict.value.proposal.definition == stored(question("mine"))
    assert Proposal.objects.get().definition == stored(question("mine"))


@pytest.mark.parametrize(
    "data", [None, [], {}, {"sections": 1}, {"sections": [{"name": "1x"}]}, stored(question("a"), question("a"))]
)
def test_what_cannot_be_worked_on_is_refused(world, proposal, data):
    with pytest.raises(EditError):
        actions.start_proposal(by=world.officer, authority=world.city, definition=data)
    with pytest.raises(EditError):
        actions.change_proposal(by=world.officer, proposal=proposal, definition=data, edition=1)


def test_publishing_freezes_the_proposal_as_a_version(world, proposal):
    version = actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)

    proposal.refresh_from_db()
    assert (version.number, version.definition, proposal.published_as) == (1, proposal.definition, version)
    assert (proposal.is_open, verbs()) == (False, ["started_proposal", "published"])


@pytest.mark.parametrize("deed", ["publish_proposal", "discard_proposal", "ask_for_second_look"])
def test_what_is_closed_is_closed(world, proposal, deed):
    actions.discard_proposal(by=world.officer, proposal=proposal, edition=1)

    with pytest.raises(actions.NotOpen):
        getattr(actions, deed)(by=world.officer, proposal=proposal, edition=1)


@pytest.mark.parametrize("deed", ["publish_proposal", "discard_proposal", "ask_for_second_look"])
def test_only_what_was_seen_is_published_or_discarded(world, proposal, deed):
    actions.change_proposal(by=world.officer, proposal=proposal, definition=stored(question("kva")), edition=1)

    with pytest.raises(actions.Conflict):
        getattr(actions, deed)(by=world.officer, proposal=proposal, edition=1)
    assert Version.objects.count() == 0


def test_problems_stand_in_the_way(world):
    data = stored(question("kwh", relevant="${nothing} = 1"))
    proposal = actions.start_proposal(by=world.officer, authority=world.city, definition=data)

    with pytest.raises(DefinitionError) as error:
        actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)

    assert [problem.location for problem in error.value.problems] == ["kwh.relevant"]


def test_a_questionnaire_is_called_what_its_latest_version_is_called(world):
    for title in ("Test", "Better"):
        actions.publish(by=None, authority=world.city, definition=stored(question("kwh"), title=words(title)))

    assert Questionnaire.objects.get(code="TEST").title_en == "Better"


@pytest.mark.parametrize(("key", "value"), [("code", "x" * 61), ("title", words("x" * 201))])
def test_what_is_too_long_for_the_list_is_a_problem(world, key, value):
    with pytest.raises(DefinitionError, match="too long"):
        actions.publish(by=world.officer, authority=world.city, definition=stored(question("a"), **{key: value}))


def test_a_version_is_written_on_as_the_next_one(world, proposal):
    first = actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)
    data = stored(question("kwh"), question("kva"))
    following = actions.start_proposal(by=world.officer, authority=world.city, definition=data, based_on=first)

    second = actions.publish_proposal(by=world.officer, proposal=following, edition=1)

    assert (second.questionnaire, second.number) == (first.questionnaire, 2)


def test_a_copy_under_another_code_is_another_questionnaire(world, proposal):
    first = actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)
    copy = stored(question("kwh"), code="OTHER")

    started = actions.start_proposal(by=world.officer, authority=world.city, definition=copy, based_on=first)

    assert (started.based_on, started.questionnaire) == (first, None)


def test_the_code_of_a_published_questionnaire_stays(world, proposal):
    first = actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)
    following = actions.start_proposal(
        by=world.officer, authority=world.city, definition=first.definition, based_on=first
    )
    moved = stored(question("kwh"), code="OTHER")
    following = actions.change_proposal(by=world.officer, proposal=following, definition=moved, edition=1)

    with pytest.raises(DefinitionError, match="cannot change"):
        actions.publish_proposal(by=world.officer, proposal=following, edition=2)


def test_a_second_person_publishes_where_the_authority_wants_it(world, proposal):
    actions.set_second_look(by=world.officer, authority=world.city, wanted=True)
    colleague = factories.make_officer(world.city)
    asked = actions.ask_for_second_look(by=world.officer, proposal=proposal, edition=1)

    with pytest.raises(actions.NeedsSecondPerson):
        actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)
    version = actions.publish_proposal(by=colleague, proposal=proposal, edition=1)

    assert (asked.is_asked_for, version.published_by) == (True, colleague)


def test_a_change_takes_the_question_for_a_second_look_back(world, proposal):
    actions.ask_for_second_look(by=world.officer, proposal=proposal, edition=1)

    changed = actions.change_proposal(
        by=world.officer, proposal=proposal, definition=stored(question("kva")), edition=1
    )

    assert changed.is_asked_for is False


def test_a_retired_version_starts_nothing_until_it_is_published_again(world):
    version = actions.publish(by=world.officer, authority=world.city, definition=template("mining_2021"))

    actions.retire(by=world.officer, version=version)
    actions.retire(by=world.officer, version=version)
    assert Version.objects.get().retired_at is not None
    again = actions.publish(by=world.officer, authority=world.city, definition=template("mining_2021"))

    assert (again.pk, again.retired_at) == (version.pk, None)
    assert verbs() == ["published", "retired", "published"]


def test_everything_that_happens_is_told(world, proposal):
    actions.set_second_look(by=world.officer, authority=world.city, wanted=True)
    actions.set_second_look(by=world.officer, authority=world.city, wanted=False)

    assert [sentence(event, {}) for event in Event.objects.order_by("pk")] == [
        "王主任开始编写调查表“Test”",
        "王主任规定北京市经济和信息化局发布调查表须经第二人复核",
        "王主任取消了北京市经济和信息化局发布调查表须经第二人复核的规定",
    ]


def test_the_same_content_is_examined_once():
    assert examined(stored(question("a"))) is examined(stored(question("a")))


def test_an_empty_questionnaire_says_what_it_lacks():
    found = examined(empty("NEW", words("新")))

    assert (found.definition, [problem.location for problem in found.problems]) == (None, ["sections"])


def test_the_list_names_what_is_being_written_without_reading_it_all(world, proposal, django_assert_num_queries):
    with django_assert_num_queries(1):
        (line,) = open_proposals(Proposal.objects.all())
        assert (line.code, line.title_zh, line.changed_by) == ("TEST", "Test", world.officer)
    assert Questionnaire.objects.count() == 0
