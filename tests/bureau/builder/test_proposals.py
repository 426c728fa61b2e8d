"""Writing a questionnaire: from nothing, the library or a file, to a published version and a round that asks it."""

import io
import json
import random
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.accounts.roles import Role
from surveys.notices.models import Notice
from surveys.questionnaires import actions
from surveys.questionnaires.library import template
from surveys.questionnaires.models import Proposal, Version
from surveys.rounds.models import Round
from tests import factories
from tests.browsing import Visitor
from tests.bureau.officer import Officer
from tests.questionnaires.examples import question, stored
from tests.workbooks.xlsform.forms import survey

NEW = {"begin": "empty", "code": "BJ-1", "title_zh": "新调查"}


def to(name, *args):
    return reverse(f"bureau:{name}", args=args)


@pytest.fixture
def manager(world):
    return Visitor(world.officer)


@pytest.fixture
def mining(world):
    return actions.publish(by=world.officer, authority=world.city, definition=template("mining_2021"))


@pytest.fixture
def proposal(world):
    return actions.start_proposal(by=world.officer, authority=world.city, definition=stored(question("kwh", "decimal")))


def upload(content, name="form.json"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else json.dumps(content).encode())


def test_an_empty_questionnaire_begins_with_a_section(manager):
    response = manager.send(to("questionnaire_new"), NEW)

    (row,) = Proposal.objects.all()
    assert response.url == to("proposal", row.pk)
    assert (row.definition["code"], row.definition["title"]) == ("BJ-1", {"zh": "新调查"})
    assert "There are no questions" in manager.get(response.url).text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"begin": "empty", "title_zh": "x"}, "code"),
        ({"begin": "empty", "code": "x"}, "title_zh"),
        ({"begin": "source"}, "source"),
        ({"begin": "file"}, "file"),
        ({}, "begin"),
    ],
)
def test_what_is_missing_is_named(manager, sent, field):
    response = manager.send(to("questionnaire_new"), sent)

    assert list(response.context["form"].errors) == [field]
    assert Proposal.objects.count() == 0


def test_one_of_the_library_begins_complete(manager):
    manager.send(to("questionnaire_new"), {"begin": "source", "source": "library:mining_2021"})

    assert Proposal.objects.get().definition == template("mining_2021")


def test_a_copy_of_a_version_under_another_code(manager, mining):
    manager.send(to("questionnaire_new"), {"begin": "source", "source": str(mining.pk), "code": "OTHER"})

    row = Proposal.objects.get()
    assert (row.questionnaire, row.based_on, row.definition["code"]) == (None, mining, "OTHER")


def test_a_foreign_version_is_no_source(world, mining):
    stranger = Visitor(world.stranger_officer)

    response = stranger.send(to("questionnaire_new"), {"begin": "source", "source": str(mining.pk)})

    assert list(response.context["form"].errors) == ["source"]


def test_a_saved_definition_is_taken_over(manager):
    manager.send(to("questionnaire_new"), {"begin": "file", "file": upload(stored(question("a")))})

    assert Proposal.objects.get().definition == stored(question("a"))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "form.json"),
        (b"{", "form.json"),
        (b"\xff\xfe", "form.json"),
        (b"[" * 100_000, "form.json"),
        (b'{"sections": 1}', "form.json"),
        (b'{"a": NaN}', "form.json"),
        (b"PK", "form.xlsx"),
        (b"x", "form.exe"),
    ],
)
def test_a_file_that_is_none_is_refused_with_words(manager, content, name):
    response = manager.send(to("questionnaire_new"), {"begin": "file", "file": upload(content, name)})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["file"])
    assert Proposal.objects.count() == 0


def test_the_list_shows_what_is_published_and_what_is_written(manager, mining, proposal):
    page = manager.get(to("questionnaires")).text

    assert to("version", mining.pk) in page
    assert to("proposal", proposal.pk) in page


def test_who_may_not_manage_surveys_does_not_write(world, mining, proposal):
    viewer = Visitor(factories.make_officer(world.city, Role.VIEWER))
    stranger = Visitor(world.stranger_officer)

    assert viewer.get(to("questionnaires")).status_code == 403
    assert [viewer.get(to("proposal", proposal.pk)).status_code, stranger.get(to("proposal", proposal.pk)).status_code] == [403, 404]  # fmt: skip
    assert "questionnaires" not in viewer.get(to("home")).text
    assert to("questionnaires") in stranger.get(to("home")).text


def test_a_version_is_written_on(manager, mining):
    response = manager.send(to("version_next", mining.pk))

    row = Proposal.objects.get()
    assert (response.url, row.questionnaire) == (to("proposal", row.pk), mining.questionnaire)


def test_a_version_is_published_and_its_difference_told(world, mining):
    officer = Officer(world.officer).at("version", mining.pk)
    officer.the_form("/next/").press("Write the next version")
    row = Proposal.objects.get()
    changed = {**row.definition, "introduction": {"zh": "新的说明", "en": "A new introduction"}}
    actions.change_proposal(by=world.officer, proposal=row, definition=changed, edition=1)

    officer.at("proposal_publish", row.pk)
    assert "What changes since version 1" in officer.text
    officer.the_form().press("Publish version 2")

    assert "Version 2 is published." in officer.text
    officer.follow("since version 1")
    assert "A new introduction" in officer.text


def test_who_would_take_back_what_a_colleague_published_is_warned(world, mining):
    rows = [
        actions.start_proposal(
            by=world.officer, authority=world.city, definition=mining.definition | {"notes": notes}, based_on=mining
        )
        for notes in ([], [{"zh": "乙", "en": "B"}])
    ]
    officer = Officer(world.officer).at("proposal_publish", rows[1].pk)
    assert "published after this proposal was begun" not in officer.text

    actions.publish_proposal(by=world.officer, proposal=rows[0], edition=1)

    assert "Version 2 was published after this proposal was begun" in officer.at("proposal_publish", rows[1].pk).text


def test_what_fits_into_no_workbook_says_so_in_a_text(world):
    data = stored(question("kwh", "decimal", hint={"zh": "长" * 40_000}))
    row = actions.start_proposal(by=world.officer, authority=world.city, definition=data)

    response = Visitor(world.officer).get(to("proposal_file", row.pk, "xlsx"))

    assert response["Content-Disposition"].endswith('.txt"')
    assert "40000" in response.text


def test_what_was_changed_since_is_not_published(world, proposal):
    officer = Officer(world.officer).at("proposal_publish", proposal.pk)
    actions.change_proposal(
        by=world.officer, proposal=proposal, definition=stored(question("other", "decimal")), edition=1
    )

    officer.the_form().press("Publish version 1")

    assert officer.status == 409
    assert "so nothing was published" in officer.text
    assert Version.objects.count() == 0


def test_problems_stand_in_the_way_and_lead_to_their_place(world):
    data = stored(question("kwh", "decimal", relevant="${nothing} = 1"))
    row = actions.start_proposal(by=world.officer, authority=world.city, definition=data)
    officer = Officer(world.officer).at("proposal_publish", row.pk)

    assert officer.page.xpath("//a[text()='kwh (when it applies)']/@href") == [f"{to('proposal_question', row.pk, 'kwh')}#at-relevant"]  # fmt: skip
    assert officer.post("proposal_publish", row.pk, edition="1").status == 422
    assert Version.objects.count() == 0


def test_a_second_person_looks_and_publishes(world, proposal):
    administrator = factories.make_officer(world.city, Role.ADMINISTRATOR)
    second = Officer(administrator).at("questionnaires")
    second.the_form("second-look/").press("Demand a second look")
    officer = Officer(world.officer).at("proposal_publish", proposal.pk)

    assert officer.post("proposal_publish", proposal.pk, edition="1").status == 422
    officer.at("proposal_publish", proposal.pk).the_form("/ask/").press("Ask for a second look")
    second.at("questionnaires").follow("second look asked for")
    second.the_form().press("Publish version 1")

    assert Version.objects.get().published_by == administrator


@pytest.fixture
def second(world):
    officer = factories.make_officer(world.city, name="刘处长")
    officer.language = "en"
    officer.save()
    return officer


def ask_for_a_second_look(world, proposal):
    return Officer(world.officer).at("proposal_publish", proposal.pk).the_form("/ask/").press("Ask for a second look")


def test_who_may_publish_is_told_by_mail_of_a_second_look(world, proposal, second):
    factories.make_officer(world.city, Role.VIEWER)

    asking = ask_for_a_second_look(world, proposal)
    ask_for_a_second_look(world, proposal)

    letter = Notice.objects.get(kind="second_look")
    assert (letter.to_email, letter.link_path) == (second.email, to("proposal_publish", proposal.pk))
    assert letter.subject == f"Please look at the proposed questionnaire “{proposal.definition['title']['en']}”"
    assert "Told by mail and on their overview: 刘处长." in asking.text


def test_a_second_look_stands_on_the_overview_until_the_proposal_changes(world, proposal, second):
    ask_for_a_second_look(world, proposal)
    matter = "proposed questionnaire waits for your second look"

    assert matter not in Officer(world.officer).at("home").text
    assert Officer(second).at("home").follow(matter).h1 == "Publish as version 1"
    actions.change_proposal(by=second, proposal=proposal, definition=stored(question("b")), edition=1)
    assert matter not in Officer(second).at("home").text


def test_who_wrote_last_is_not_asked_for_the_second_look(world, proposal, second):
    actions.set_second_look(by=world.officer, authority=world.city, wanted=True)
    changed = actions.change_proposal(by=second, proposal=proposal, definition=stored(question("b")), edition=1)

    asking = ask_for_a_second_look(world, changed)

    assert "Nobody else in your authority may publish it." in asking.text
    assert Notice.objects.count() == 0
    assert "waits for your second look" not in Officer(second).at("home").text


def test_a_retired_version_starts_nothing(world, mining):
    officer = Officer(world.officer).at("version", mining.pk).follow("Retire…")
    officer.the_form().press("Retire")

    assert "Start a round with it" not in officer.text
    officer.post("version_round", mining.pk)
    assert ("retired" in officer.text, Round.objects.count()) == (True, 0)


def test_a_round_asks_the_version_it_was_started_from(world, proposal):
    version = actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)
    officer = Officer(world.officer).at("version", version.pk)

    officer.the_form("/round/").press("Start a round with it")

    round = Round.objects.get()
    assert (round.version, round.survey.questionnaire, round.survey.legal_basis_zh) == (
        version,
        version.questionnaire,
        "",
    )
    assert officer.h1 == "Prepare the round"


def test_the_wizard_offers_published_questionnaires(world, proposal):
    version = actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)
    officer = Officer(world.officer).at("round_new")
    officer.the_form()
    officer.form.fields["template"] = str(version.pk)

    officer.press("Continue")

    assert Round.objects.get().version == version


def test_what_officers_wrote_is_not_undone_by_the_library(world, mining):
    row = actions.start_proposal(
        by=world.officer, authority=world.city, definition=mining.definition | {"notes": []}, based_on=mining
    )
    second = actions.publish_proposal(by=world.officer, proposal=row, edition=1)

    Officer(world.officer).at("round_new").the_form().press("Continue")

    assert Round.objects.get().version == second


def test_a_proposal_is_discarded_after_a_question(world, proposal):
    officer = Officer(world.officer).at("proposal_settings", proposal.pk).follow("Discard the proposal…")
    officer.the_form().press("Discard")

    assert (officer.h1, Proposal.objects.get().is_open) == ("Questionnaires", False)
    assert officer.at("proposal", proposal.pk).h1 == "Questionnaires"


def test_a_published_proposal_leads_to_its_version(world, proposal):
    version = actions.publish_proposal(by=world.officer, proposal=proposal, edition=1)

    officer = Officer(world.officer).at("proposal", proposal.pk)

    assert officer.url == to("version", version.pk)


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_what_is_exported_comes_back_the_same(world, manager, mining, kind):
    content = b"".join(manager.get(to("version_file", mining.pk, kind)))

    manager.send(to("questionnaire_new"), {"begin": "file", "file": upload(content, f"form.{kind}")})

    assert Proposal.objects.get().definition == mining.definition


@pytest.mark.parametrize("page", ["questionnaire_new", "proposal_files"])
def test_every_warning_of_a_file_is_told(manager, proposal, page):
    content = survey(("text", "q", "Q"), *((f"audit{' ' * n}", f"a{n}", None) for n in range(40)))
    args = [proposal.pk] if page == "proposal_files" else []

    response = manager.send(
        to(page, *args), {"begin": "file", "file": upload(content, "form.xlsx"), "edition": "1"}, follow=True
    )

    assert [n for n in range(40) if f"survey!A{n + 3}:" not in response.text] == []


def test_a_form_with_pictures_may_be_as_large_as_the_manual_says(manager):
    file = io.BytesIO(survey(("text", "q", "Q")))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/media/image1.png", random.Random(1).randbytes(9_000_000))

    manager.send(to("questionnaire_new"), {"begin": "file", "file": upload(file.getvalue(), "form.xlsx")})

    assert Proposal.objects.get().definition["sections"][0]["questions"][0]["name"] == "q"


def test_a_form_as_text_begins_a_proposal(manager):
    content = "type,name,label::English (en)\ntext,q,Q\n".encode("utf-8-sig")

    manager.send(to("questionnaire_new"), {"begin": "file", "file": upload(content, "form.csv")})

    assert Proposal.objects.get().definition["sections"][0]["questions"][0]["name"] == "q"


@pytest.mark.parametrize("as_text", ["", "on"])
def test_what_cannot_be_asked_is_taken_as_text_where_that_is_wanted(manager, as_text):
    file = upload(survey(("geotrace", "q", "Q")), "form.xlsx")

    manager.send(to("questionnaire_new"), {"begin": "file", "file": file, "as_text": as_text})

    assert [row.definition["sections"][0]["questions"][0]["type"] for row in Proposal.objects.all()] == (
        ["text"] if as_text else []
    )
