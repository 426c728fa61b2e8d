import pytest

from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.questionnaires.actions import retire
from surveys.responses.issuing import issue
from surveys.rounds import actions, course
from surveys.rounds.models import Assignment, Round
from tests import factories
from tests.bureau.officer import Officer
from tests.responses.amendment.versions import next_version

MOST_CLICKS = 12


@pytest.fixture
def register(world):
    world.city.phone = "010-5557 0000"
    world.city.save()
    factories.make_facility(world.alice_org, code="A1", name="甲云一号")
    factories.make_facility(world.charlie_org, code="C1", name="丙算一号")
    factories.make_contact(world.alice_org, name="张三")


@pytest.fixture
def draft(world, register, now):
    survey = actions.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=now)
    return actions.create_round(by=world.officer, survey=survey, at=now)


def test_from_login_to_an_issued_round(world, register):
    officer = Officer(world.officer)
    officer.client.logout()
    officer.client.cookies["language"] = "en"

    officer.open("/accounts/login/")
    officer.in_form({"login": world.officer.email, "password": factories.PASSWORD}).press("")
    officer.open("/bureau/").follow("Start a survey round")
    officer.the_form().press("Continue")
    officer.the_form().press("Save and check")
    officer.the_form().press("Issue to 2 data centers")

    assert officer.clicks <= MOST_CLICKS
    assert "2 assignments were issued." in officer.text
    assert Assignment.objects.count() == 2
    assert [notice.to_name for notice in Notice.objects.all()] == ["张三"]


def test_where_organisations_answer_they_are_counted_and_named(officer, world, register, now):
    factories.make_facility(world.alice_org)
    survey = actions.start_survey(by=world.officer, authority=world.city, template_name="ledger_1283", at=now)
    draft = actions.create_round(by=world.officer, survey=survey, at=now)

    officer.at("round_edit", draft.pk).the_form().in_form({"enquiries": "010"}).press("Save and check")
    letter = officer.text
    officer.the_form().press("Issue to 2 organisations")

    assert f"1. {world.charlie_org}" in letter
    assert "2 assignments were issued." in officer.text
    assert "Answered, by organisations" in officer.text
    assert "Organisations of this round" in officer.text


def test_the_officer_sees_to_how_many_it_goes_and_to_whom_not(officer, draft):
    officer.at("round_ready", draft.pk)

    facts = dict(zip(officer.page.xpath("//dl/dt/text()"), officer.page.xpath("//dl/dd"), strict=True))
    said = {name: " ".join(value.text_content().split()) for name, value in facts.items()}
    assert (said["Data centers"], said["Organisations"], said["Contacts who get a letter"]) == ("2", "2", "1")
    assert (
        said["Organisations without a contact"].endswith(f"丙算科技 {draft.survey.authority and ''}".strip()) is False
    )
    assert "丙算科技" in said["Organisations without a contact"]


def test_the_letter_is_shown_in_both_languages(officer, draft):
    officer.at("round_ready", draft.pk)

    assert officer.page.xpath("//section[@class='notice-preview']/@lang") == ["zh-hans", "en"]
    assert "{link}" not in officer.text


def test_units_that_have_the_same_form_open_are_named_before_it_is_issued_again(officer, world, draft, now):
    running = issue(by=world.officer, round=draft, at=now)
    again = actions.create_round(by=world.officer, survey=draft.survey, at=now)

    officer.at("round_ready", again.pk)

    assert (
        f"2 units have this questionnaire open already, in the round “{running.title_en}” ({running.code}"
        in officer.text
    )
    assert officer.texts_at("//section[contains(@class, 'message-warning')]//li") == [
        "丙算一号 丙算科技",
        "甲云一号 甲云数据",
    ]

    course.withdraw(by=world.officer, round=running, reason="误发")
    assert "open already" not in officer.at("round_ready", again.pk).text


def test_a_promise_of_nil_returns_that_the_form_does_not_have_is_named(officer, world, draft):
    told = "speak of a nil return, and this questionnaire has none"
    assert told not in officer.at("round_ready", draft.pk).text
    version = next_version(world, draft.version, lambda form: form.definition.pop("nil"))

    Round.objects.filter(pk=draft.pk).update(version=version)

    assert told in officer.at("round_ready", draft.pk).text
    officer.follow("Change them")
    assert officer.url.endswith("#id_burden_zh")


def test_a_draft_is_deleted(officer, draft):
    officer.at("round_ready", draft.pk).follow("Delete the draft…").the_form().press("Delete the draft")

    assert not Round.objects.exists()
    assert f"The draft was deleted: {draft.title_en}." in officer.text


def test_reminders_are_shown_as_moments(officer, draft):
    officer.at("round_ready", draft.pk)

    assert officer.text.count("(Beijing time)") >= 4


def test_the_form_can_be_read_as_operators_will(officer, draft):
    officer.at("round_ready", draft.pk).follow("See it as the operators will")

    assert len(officer.page.xpath("//dl[@class='preview']/dt")) > 20


def test_what_is_missing_leads_to_its_field(officer, draft):
    officer.at("round_edit", draft.pk).the_form()
    officer.in_form({"title_zh": "", "deadline_date": "", "deadline_time": "", "enquiries": ""}).press("Save and check")

    gaps = officer.page.xpath("//section[@class='gaps']//a/@href")
    assert [gap.split("#")[1] for gap in gaps] == ["id_title_zh", "id_deadline_date", "id_enquiries"]
    edit = officer.open(gaps[0].split("#")[0])
    assert all(edit.page.xpath(f"//*[@id='{gap.split('#')[1]}']") for gap in gaps)
    assert "Issue to" not in officer.at("round_ready", draft.pk).text


def test_an_empty_audience_leads_to_its_field(officer, draft):
    actions.change_round(
        by=draft.created_by, round=draft, audience={"by": "filter", "regions": ["110106"], "kinds": []}
    )

    (gap,) = officer.at("round_ready", draft.pk).page.xpath("//section[@class='gaps']//a/@href")
    place = gap.split("#")[1]
    assert officer.open(gap.split("#")[0]).page.xpath(f"//*[@id='{place}']")


def test_a_draft_does_not_go_out_with_a_questionnaire_that_was_retired(officer, world, draft):
    officer.at("round_ready", draft.pk).the_form()
    retire(by=world.officer, version=draft.version)

    officer.press("Issue to 2 data centers")

    assert Round.objects.get(pk=draft.pk).issued_at is None
    officer.follow("Its questionnaire was retired")
    assert officer.url.endswith("/rounds/new/")


def test_what_was_typed_stays_beside_its_error(officer, draft):
    officer.at("round_edit", draft.pk).the_form()
    officer.in_form({"reminders": "soon", "title_zh": "急件"}).press("Save and check")

    assert list(officer.errors()) == ["#id_reminders"]
    assert officer.title.startswith("Error:")
    values = dict(officer.the_form().values())
    assert (values["reminders"], values["title_zh"]) == ("soon", "急件")
    draft.refresh_from_db()
    assert draft.title_zh != "急件"


def test_only_what_was_changed_is_written_down(officer, draft):
    officer.at("round_edit", draft.pk).the_form()
    officer.in_form({"title_en": "Urgent", "burden_zh": "五分钟"}).press("Save and check")

    told = Event.objects.filter(verb__startswith="changed").order_by("verb").values_list("verb", "details")
    assert list(told) == [("changed_round", {"fields": ["title_en"]}), ("changed_survey", {"fields": ["burden_zh"]})]


def test_nothing_goes_out_when_the_number_is_no_longer_true(officer, world, draft):
    officer.at("round_ready", draft.pk).the_form()
    factories.make_facility(world.alice_org, code="A2")

    officer.press("Issue to 2 data centers")

    assert "nothing was issued" in officer.text
    assert Assignment.objects.count() == 0
    officer.the_form().press("Issue to 3 data centers")
    assert Assignment.objects.count() == 3


def test_a_round_that_is_not_ready_is_not_issued_by_a_program(officer, draft):
    actions.change_round(by=draft.created_by, round=draft, enquiries="")

    officer.post("round_ready", draft.pk, assignments="2")

    draft.refresh_from_db()
    assert draft.issued_at is None
    assert "It is not said whom operators can call." in officer.text


@pytest.mark.parametrize("name", ["round_edit", "round_ready", "round_delete"])
def test_an_issued_round_is_not_prepared_again(officer, round, name):
    officer.at(name, round.pk)

    assert officer.h1 == "Progress"
    assert "its terms no longer change" in officer.text


def test_a_draft_has_no_progress_yet(officer, draft):
    assert officer.at("round", draft.pk).url.endswith("/ready/")


@pytest.mark.parametrize("name", ["round", "round_edit", "round_ready", "round_form", "round_history"])
def test_a_draft_does_not_exist_for_districts_and_strangers(district_officer, stranger, draft, name):
    assert (district_officer.at(name, draft.pk).status, stranger.at(name, draft.pk).status) == (404, 404)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER])
def test_who_does_not_manage_rounds_starts_none(world, role):
    officer = Officer(factories.make_officer(world.city, role))

    assert officer.post("round_new", template="mining_2021").status == 403
    assert Round.objects.count() == 0


def test_a_district_starts_rounds_of_its_own(world, register):
    manager = Officer(factories.make_officer(world.district, Role.SURVEY_MANAGER))

    manager.at("round_new").the_form().press("Continue")

    assert Round.objects.get().survey.authority == world.district


def test_an_unknown_questionnaire_is_refused(officer):
    officer.post("round_new", template="../../secret")

    assert officer.status == 200
    assert Round.objects.count() == 0


def test_the_same_press_twice_issues_once(officer, draft):
    officer.at("round_ready", draft.pk).the_form()
    data = dict(officer.values())

    for _ in range(2):
        officer.client.post(officer.url, data)

    assert Assignment.objects.count() == 2


def test_what_a_colleague_wrote_is_not_overwritten_unseen(officer, colleague, draft):
    officer.at("round_edit", draft.pk).the_form().in_form({"enquiries": "010-1"})
    colleague.at("round_edit", draft.pk).the_form().in_form({"title_zh": "急件"}).press("Save and check")

    officer.press("Save and check")

    assert Round.objects.get(pk=draft.pk).title_zh == "急件"
    (told,) = officer.errors().values()
    assert "A colleague changed this round" in told and "the Chinese title" in told and "whom to call" in told
    assert dict(officer.the_form().values())["enquiries"] == "010-1"


def test_whoever_saves_again_after_the_warning_puts_his_in_its_place(officer, colleague, draft):
    officer.at("round_edit", draft.pk).the_form().in_form({"title_zh": "特急"})
    colleague.at("round_edit", draft.pk).the_form().in_form({"title_zh": "急件"}).press("Save and check")

    officer.press("Save and check").the_form().press("Save and check")

    assert Round.objects.get(pk=draft.pk).title_zh == "特急"


def test_a_mistake_of_ones_own_does_not_hide_what_a_colleague_wrote(officer, colleague, draft):
    officer.at("round_edit", draft.pk).the_form().in_form({"reminders": "soon"})
    colleague.at("round_edit", draft.pk).the_form().in_form({"title_zh": "急件"}).press("Save and check")

    officer.press("Save and check").the_form().in_form({"reminders": "50"}).press("Save and check")

    assert Round.objects.get(pk=draft.pk).title_zh == "急件"


def test_terms_a_colleague_changed_are_not_issued_unseen(officer, colleague, draft):
    officer.at("round_ready", draft.pk).the_form()
    colleague.at("round_edit", draft.pk).the_form().in_form({"legal_basis_zh": "另一依据"}).press("Save and check")

    officer.press("Issue to")

    assert Round.objects.get(pk=draft.pk).issued_at is None
    assert "The round was changed meanwhile" in officer.text
    officer.the_form().press("Issue to")
    assert Round.objects.get(pk=draft.pk).issued_at is not None
