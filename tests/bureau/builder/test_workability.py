"""What of a proposal will not work is said on its pages, and the rehearsal promises nothing that operators do not find."""

import pytest

from surveys.questionnaires import actions
from tests import factories
from tests.bureau.builder.proposals import make_proposal, now, to
from tests.questionnaires.examples import question, section, stored


@pytest.fixture
def propose(world):
    def proposed(*questions, **more):
        definition = stored(*questions, **more)
        return actions.start_proposal(by=world.officer, authority=world.city, definition=definition)

    return proposed


@pytest.fixture
def site(world):
    factories.make_contact(world.alice_org, name="张三")
    return factories.make_facility(world.alice_org, name="甲云一号")


@pytest.mark.parametrize(
    ("scope", "fact", "shown"),
    [
        ("organisation", "contact.name", "张三"),
        ("organisation", "facility.name", ""),
        ("unit", "contact.name", ""),
        ("unit", "facility.name", "甲云一号"),
    ],
)
def test_a_rehearsal_is_filled_in_with_what_operators_will_find(officer, propose, site, scope, fact, shown):
    row = propose(sections=[section(question("q", prefill=fact), scope=scope)])

    officer.at("proposal_preview", row.pk).the_form()

    assert officer.form.fields["a.q"] == shown
    assert ("1 thing will not work as written" in officer.text) is not shown
    assert ("No problems: it can be published as it stands." in officer.text) is bool(shown)


def test_where_organisations_answer_the_rehearsal_knows_of_no_data_center(officer, propose, site):
    row = propose(question("q", prefill="facility.name"), unit="organisation")

    assert officer.at("proposal_preview", row.pk).the_form().form.fields["a.q"] == ""


def test_what_will_not_work_leads_to_where_it_is_written(officer, propose):
    columns = [question("a", "integer", initial="1 + 1")]
    row = propose(question("t", "table", questions=columns), question("kwh", "decimal", unit="kWh"))

    officer.at("proposal_publish", row.pk)

    links = officer.page.xpath("//details[contains(@class, 'problems')]//a/@href")
    assert links == [
        to("proposal_settings", row.pk) + "#at-roles",
        to("proposal_question", row.pk, "a") + "#at-initial",
    ]
    assert officer.page.xpath("//button[contains(., 'Publish version 1')]") != []


def test_a_check_that_would_refuse_every_return_is_not_published(officer, propose):
    entry = {"check": "E13", "with": {"shares": "a", "rows": "a"}}
    row = propose(question("a", "percent"), checks=[entry])

    officer.at("proposal_publish", row.pk)

    links = officer.page.xpath("//details[contains(@class, 'problems')]//a/@href")
    assert links == [to("proposal_check", row.pk, 0) + f"#at-with-{name}" for name in ("shares", "rows")]
    assert "It can be published when no problem is left." in officer.text


def test_the_settings_say_which_roles_there_are(officer, propose):
    assert "total_kwh: total electricity" in officer.at("proposal_settings", propose(question("a")).pk).text


def test_what_a_nil_return_must_answer_is_not_dropped_for_want_of_its_question(officer, world):
    row = make_proposal(world)
    officer.at("proposal_settings", row.pk).the_form()

    officer.in_form({"nil_requires": "total"}).press("Save")
    assert officer.errors() == {"#id_nil_question": "Choose the question by which a nil return is made."}

    officer.the_form().in_form({"nil_question": "open", "nil_value": "no"}).press("Save")
    assert now(row)["nil"] == {"question": "open", "value": "no", "requires": ["total"]}


def test_a_nil_return_is_taken_away_by_choosing_no_question(officer, propose):
    row = propose(question("open", "yes_no"), nil={"question": "open", "value": "no"})
    officer.at("proposal_settings", row.pk).the_form()

    officer.in_form({"nil_question": ""}).press("Save")

    assert "nil" not in now(row)
