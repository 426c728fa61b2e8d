"""A file in the place of a proposal: asked first, errors and warnings apart, marked until solved, and taken back."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.questionnaires import actions, imports
from surveys.questionnaires.models import Import
from tests import factories
from tests.browsing import Visitor
from tests.questionnaires.examples import question, stored
from tests.workbooks.xlsform.forms import survey

WRONG = [("geotrace", "q", "Q"), ("text", "a", "A"), ("geoshape", "v", "V"), ("deviceid", "d", "")]


def to(name, *args):
    return reverse(f"bureau:{name}", args=args)


@pytest.fixture
def manager(world):
    return Visitor(world.officer)


@pytest.fixture
def proposal(world):
    definition = stored(question("kwh", "decimal"))
    return actions.start_proposal(by=world.officer, authority=world.city, definition=definition | {"code": "OWN"})


def workbook(*rows, **settings):
    sheets = {"settings": [tuple(settings), tuple(settings.values())]} if settings else {}
    return SimpleUploadedFile("form.xlsx", survey(*rows, **sheets))


def read(manager, proposal, file, **ticks):
    page = manager.send(to("proposal_files", proposal.pk), {"file": file, **ticks}, follow=True)
    return Import.objects.first(), page


def do(manager, name, read, *more, **fields):
    read.proposal.refresh_from_db()
    fields = {"edition": read.proposal.edition} | fields
    return manager.send(to(name, read.proposal_id, read.pk, *more), fields, follow=True)


def now(proposal):
    proposal.refresh_from_db()
    return proposal.definition


def test_a_file_is_read_and_replaces_nothing_before_that_was_confirmed(manager, proposal):
    before = proposal.definition

    kept, page = read(manager, proposal, workbook(("text", "a", "A"), ("text", "b", "B")))

    assert now(proposal) == before
    assert "The proposal has 1 questions, the file 2." in page.text
    assert "its code OWN stays" in page.text

    do(manager, "proposal_import_take", kept)
    assert [one["name"] for one in now(proposal)["sections"][0]["questions"]] == ["a", "b"]
    assert Event.objects.filter(verb="took_over_file").count() == 1


@pytest.mark.parametrize("is_published", [False, True])
def test_the_proposal_keeps_its_code(world, manager, proposal, is_published):
    if is_published:
        version = actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)
        proposal = actions.start_proposal(
            by=world.officer, authority=world.city, definition=version.definition, based_on=version
        )
    kept, _page = read(manager, proposal, workbook(("text", "a", "A"), form_id="other"))

    do(manager, "proposal_import_take", kept)

    assert now(proposal)["code"] == "OWN"


def test_it_does_not_replace_what_was_not_seen(manager, proposal):
    kept, _page = read(manager, proposal, workbook(("text", "a", "A")))
    before = now(proposal)

    page = do(manager, "proposal_import_take", kept, edition=0)

    assert "A colleague changed the questionnaire meanwhile" in page.text
    assert now(proposal) == before


def test_it_is_taken_back_and_put_in_again_with_what_was_changed_since(world, manager, proposal):
    before = proposal.definition
    kept, _page = read(manager, proposal, workbook(("text", "a", "A")))
    do(manager, "proposal_import_take", kept)
    changed = now(proposal) | {"title": {"zh": "改过", "en": "Changed"}}
    actions.change_proposal(by=world.officer, proposal=proposal, definition=changed, edition=proposal.edition)

    do(manager, "proposal_import_take_back", kept)
    assert now(proposal) == before

    do(manager, "proposal_import_take", kept)
    assert now(proposal) == changed

    do(manager, "proposal_import_take_back", kept)
    assert now(proposal) == before
    assert Event.objects.filter(verb="took_back_file").count() == 2


@pytest.mark.parametrize("deed", ["not taken", "taken back"])
def test_what_does_not_stand_is_not_taken_back(manager, proposal, deed):
    kept, _page = read(manager, proposal, workbook(("text", "a", "A")))
    if deed == "taken back":
        do(manager, "proposal_import_take", kept)
        do(manager, "proposal_import_take_back", kept)
    before = now(proposal)

    page = do(manager, "proposal_import_take_back", kept)

    assert "Nothing was replaced by this file." in page.text
    assert now(proposal) == before


def test_taking_back_does_not_replace_what_was_not_seen(manager, proposal):
    kept, _page = read(manager, proposal, workbook(("text", "a", "A")))
    do(manager, "proposal_import_take", kept)
    before = now(proposal)

    do(manager, "proposal_import_take_back", kept, edition=1)

    assert now(proposal) == before


@pytest.mark.parametrize("page", ["proposal_files", "questionnaire_new"])
def test_errors_and_warnings_of_a_file_are_told_apart(manager, proposal, page):
    args = [proposal.pk] if page == "proposal_files" else []

    shown = manager.send(to(page, *args), {"begin": "file", "file": workbook(*WRONG)})

    found = shown.context["found"]
    assert [line.told.partition(":")[0] for line in found.errors] == ["survey!A2", "survey!A4"]
    assert [line.told.partition(":")[0] for line in found.warnings] == ["survey!C2", "survey!A5"]
    assert "2 errors: they have to be put right" in shown.text
    assert "2 warnings: left out, or understood differently" in shown.text
    assert Import.objects.count() == 0


def test_what_was_taken_over_with_errors_stays_marked_until_it_is_solved(manager, proposal):
    kept, page = read(manager, proposal, workbook(*WRONG), with_errors="on")
    assert "2 errors: they have to be put right" in page.text
    do(manager, "proposal_import_take", kept)

    assert "2 errors of the file form.xlsx are not solved yet" in manager.get(to("proposal_lists", proposal.pk)).text
    do(manager, "proposal_import_solve", kept, 0, solved="1")
    do(manager, "proposal_import_solve", kept, 1, solved="1")

    numbers = [n for n, flaw in enumerate(Import.objects.get().flaws) if flaw["severity"] == "error"]
    for number in numbers:
        do(manager, "proposal_import_solve", kept, number, solved="1")
    assert "not solved yet" not in manager.get(to("proposal", proposal.pk)).text

    do(manager, "proposal_import_solve", kept, numbers[0], solved="")
    assert "1 error of the file form.xlsx is not solved yet" in manager.get(to("proposal", proposal.pk)).text

    do(manager, "proposal_import_take_back", kept)
    assert "not solved yet" not in manager.get(to("proposal", proposal.pk)).text


def test_what_is_not_solved_is_marked_again_once_a_later_file_was_taken_back(manager, proposal):
    first, _page = read(manager, proposal, workbook(*WRONG), with_errors="on")
    do(manager, "proposal_import_take", first)
    second, _page = read(manager, proposal, workbook(("text", "a", "A")))
    do(manager, "proposal_import_take", second)
    assert "not solved yet" not in manager.get(to("proposal", proposal.pk)).text

    for deed in ("take_back", "take", "take_back"):
        do(manager, f"proposal_import_{deed}", second)
    assert "2 errors of the file form.xlsx are not solved yet" in manager.get(to("proposal", proposal.pk)).text

    do(manager, "proposal_import_take_back", first)
    assert "not solved yet" not in manager.get(to("proposal", proposal.pk)).text


def test_taking_the_first_of_two_files_back_undoes_both(manager, proposal):
    first, _page = read(manager, proposal, workbook(("text", "a", "A")))
    do(manager, "proposal_import_take", first)
    second, _page = read(manager, proposal, workbook(*WRONG), with_errors="on")
    do(manager, "proposal_import_take", second)

    do(manager, "proposal_import_take_back", first)

    assert "not solved yet" not in manager.get(to("proposal", proposal.pk)).text


def test_a_proposal_that_began_with_errors_is_marked_and_replaced_nothing(manager):
    shown = manager.send(
        to("questionnaire_new"), {"begin": "file", "file": workbook(*WRONG), "with_errors": "on"}, follow=True
    )
    kept = Import.objects.get()

    assert "2 errors of the file form.xlsx are not solved yet" in shown.text
    assert "Nothing was replaced" in do(manager, "proposal_import_take_back", kept).text


def test_what_the_definition_still_shows_by_itself_is_not_marked_twice(manager, proposal):
    sheet = survey(("text", "q", "Q", "${gone} = 1"), headings=("type", "name", "label", "relevant"))
    kept, _page = read(manager, proposal, SimpleUploadedFile("form.xlsx", sheet), with_errors="on")
    do(manager, "proposal_import_take", kept)

    page = manager.get(to("proposal", proposal.pk)).text

    assert "There is no question named “gone”" in page
    assert "not solved yet" not in page


def test_a_flaw_that_is_not_there_is_not_solved(manager, proposal):
    kept, _page = read(manager, proposal, workbook(("text", "a", "A")))

    do(manager, "proposal_import_solve", kept, 99, solved="1")

    assert not any(flaw["solved"] for flaw in Import.objects.get().flaws)


def test_an_import_is_seen_by_those_who_see_its_proposal_and_under_no_other(world, manager, proposal):
    kept, _page = read(manager, proposal, workbook(("text", "a", "A")))
    other = actions.start_proposal(by=world.officer, authority=world.city, definition=stored(question("a")))
    page = to("proposal_import", proposal.pk, kept.pk)

    assert Visitor(world.stranger_officer).get(page).status_code == 404
    assert Visitor(factories.make_officer(world.city, Role.VIEWER)).get(page).status_code == 403
    assert manager.get(to("proposal_import", other.pk, kept.pk)).status_code == 404
    assert manager.get(to("proposal_import", proposal.pk, uuid.uuid4())).status_code == 404


def test_a_long_name_of_a_file_is_cut(world, proposal):
    kept = imports.read_for(
        by=world.officer, proposal=proposal, file_name="x" * 300, definition=proposal.definition, problems=[]
    )

    assert kept.file_name == "x" * 200
