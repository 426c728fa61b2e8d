"""The pages of a proposal: its lists, checks and settings."""

import pytest

from surveys.bureau.builder.checks import CheckForm
from surveys.questionnaires import actions
from surveys.questionnaires.editing import choice_lists, operations
from surveys.questionnaires.library import names, template
from tests.bureau.builder.proposals import asked, now, send
from tests.questionnaires.examples import check, question, stored, words

# --- lists, checks, settings ----------------------------------------------------------------------------------------


def test_a_list_is_written_for_a_question(officer, proposal):
    officer.at("proposal_lists", proposal.pk, query="?for=colour").the_form().press("Write a new list")
    assert asked(proposal, "colour")["choices"] == "colour_choices"

    rows = {"index": ["2", "1", "3"], "row-name": ["b", "", ""], "zh": ["乙", "甲", ""], "en": ["B", "A", ""]}
    seen = officer.the_form().form.fields["seen"]
    sent = rows | {"attributes": ["x=1; y = 2", "", ""], "name": "colour_choices", "edition": "2", "seen": seen}
    send(officer, "proposal_list", (proposal.pk, "colour_choices"), sent)

    assert now(proposal)["choices"]["colour_choices"] == [
        {"name": "option1", "label": {"zh": "甲", "en": "A"}},
        {"name": "b", "label": {"zh": "乙", "en": "B"}, "attributes": {"x": "1", "y": "2"}},
    ]


def test_a_list_nobody_touched_stays_what_it_was(world, officer, proposal):
    rows = [
        {"name": "red", "label": words("Red"), "attributes": {"models": "S19; T19", "note": "甲；乙", "watts": "5"}}
    ]
    noted = choice_lists.set_list(proposal.definition, "colours", rows)
    actions.change_proposal(by=world.officer, proposal=proposal, definition=noted, edition=1)

    officer.at("proposal_list", proposal.pk, "colours").the_form().press("Save")

    assert now(proposal)["choices"]["colours"] == rows


def test_a_choice_of_which_only_attributes_are_told_is_kept(officer, proposal):
    seen = officer.at("proposal_list", proposal.pk, "colours").the_form().form.fields["seen"]
    rows = {"index": ["1"], "row-name": [""], "zh": [""], "en": [""], "attributes": ["hue=5"]}

    send(officer, "proposal_list", (proposal.pk, "colours"), rows | {"name": "colours", "edition": "1", "seen": seen})

    assert now(proposal)["choices"]["colours"] == [{"name": "option1", "label": {}, "attributes": {"hue": "5"}}]


def test_a_list_too_long_for_a_page_leads_to_the_workbook(world, officer, proposal):
    rows = [{"name": f"c{n}", "label": {"zh": "x", "en": "x"}} for n in range(901)]
    long = choice_lists.set_list(proposal.definition, "colours", rows)
    actions.change_proposal(by=world.officer, proposal=proposal, definition=long, edition=1)

    officer.at("proposal_list", proposal.pk, "colours")

    assert officer.page.xpath("//main//input") == []
    assert officer.follow("Import and export").h1 == "Import and export"


def test_a_list_is_renamed_with_its_users_and_removed_when_it_has_none(officer, proposal):
    officer.at("proposal_list", proposal.pk, "colours").the_form().in_form({"name": "colors"}).press("Save")
    assert asked(proposal, "colour")["choices"] == "colors"
    assert officer.page.xpath("//button[@value='remove']") == []

    officer.at("proposal_lists", proposal.pk).the_form().in_form({"name": "spare"}).press("Write a new list")
    officer.the_form().press("Remove the list")

    assert list(now(proposal)["choices"]) == ["colors"]


def test_a_check_of_the_catalogue_is_told_its_questions(officer, proposal):
    officer.at("proposal_checks", proposal.pk).the_form()
    officer.form.fields["kind"] = "E29"
    officer.in_form({"question": "mining"}).press("Add and go on to its page")
    officer.the_form().in_form({"with-whole": "total"}).press("Save")

    entry = now(proposal)["checks"][1]
    assert (entry["check"], entry["with"]) == ("E29", {"part": "mining", "whole": "total"})
    assert "No problems" in officer.text


def test_a_check_of_ones_own_by_rows(officer, proposal):
    officer.at("proposal_checks", proposal.pk).the_form().in_form({"question": "kwh"}).press(
        "Add and go on to its page"
    )
    officer.the_form().in_form({"message_zh": "应大于零", "message_en": "Above zero"})
    officer.form.xpath(".//input[@name='rule-question']")[0].value = "kwh"
    officer.form.xpath(".//input[@name='rule-right']")[0].value = "0"
    officer.form.xpath(".//select[@name='rule-operator']")[0].value = "greater"
    officer.press("Save")

    assert now(proposal)["checks"][1] == check(
        "C02", ["kwh"], "${kwh} > 0", "soft", {"zh": "应大于零", "en": "Above zero"}, table="sites"
    )


def test_a_check_is_removed(officer, proposal):
    officer.at("proposal_check", proposal.pk, 0).the_form().press("Remove the check")

    assert now(proposal)["checks"] == []


AWKWARD = {
    "id": "C01", "severity": "soft", "questions": ["total"], "rule": "${total} > 0", "message": {"zh": "{a}", "en": "{a} {b}"},
    "values": {"a": {"calculate": "concat(${total}, ' | ')", "decimals": 0}, "b": {"calculate": "${total}\n + 1"}},
}  # fmt: skip
AMOUNTS = {"check": "E44", "with": {"parts": ["${total} + 1", "mining"], "total": "total"}}


@pytest.mark.parametrize("entry", [one for name in names() for one in template(name)["checks"]] + [AWKWARD, AMOUNTS])
def test_a_check_nobody_touched_stays_what_it_was(entry):
    drawn = CheckForm(entry=entry)
    sent = CheckForm({key: text or "" for key, text in drawn.initial.items()}, entry=entry)

    assert sent.is_valid()
    told = sent.told({"sections": [{"name": "x", "questions": _table_with(entry)}]})
    assert operations.altered(entry, told) == entry


def _table_with(entry):
    columns = [{"name": name} for name in entry.get("questions", []) if "table" in entry]
    return [{"name": entry["table"], "type": "table", "questions": columns}] if columns else []


@pytest.fixture
def two_checks(world, proposal):
    second = check("C02", ["total"], "${total} > 0")
    changed = operations.set_check(proposal.definition, 1, second)
    actions.change_proposal(by=world.officer, proposal=proposal, definition=changed, edition=proposal.edition)
    proposal.refresh_from_db()
    return proposal


def test_a_check_that_moved_up_meanwhile_is_still_the_one_written_about(officer, colleague, two_checks):
    officer.at("proposal_check", two_checks.pk, 1).the_form().in_form({"message_en": "Mine"})
    colleague.at("proposal_check", two_checks.pk, 0).the_form().press("Remove the check")

    officer.press("Save")

    assert [(one["id"], one["message"]["en"]) for one in now(two_checks)["checks"]] == [("C02", "Mine")]


def test_a_check_that_moved_up_and_was_changed_shows_both_texts(officer, colleague, two_checks):
    officer.at("proposal_check", two_checks.pk, 1).the_form().in_form({"message_en": "Mine"})
    colleague.at("proposal_check", two_checks.pk, 0).the_form().press("Remove the check")
    colleague.at("proposal_check", two_checks.pk, 0).the_form().in_form({"message_en": "Theirs"}).press("Save")

    officer.press("Save")
    assert (officer.status, officer.texts_at("//main//dl/dd")) == (409, ["Theirs"])
    officer.the_form().press("Save")

    assert [(one["id"], one["message"]["en"]) for one in now(two_checks)["checks"]] == [("C02", "Mine")]


def test_a_check_that_went_meanwhile_takes_no_other_ones_place(officer, colleague, two_checks):
    officer.at("proposal_check", two_checks.pk, 0).the_form().in_form({"message_en": "Mine"})
    colleague.at("proposal_check", two_checks.pk, 0).the_form().press("Remove the check")

    officer.press("Save")

    assert (officer.h1, "Mine" in officer.text) == ("It is no longer there", True)
    assert [one["id"] for one in now(two_checks)["checks"]] == ["C02"]


def test_the_settings_are_stored(officer, proposal):
    officer.at("proposal_settings", proposal.pk).the_form()
    officer.in_form({"code": "NEW", "title_zh": "新标题", "core": "total mining", "roles": "total_kwh = total"})
    officer.form.xpath(".//textarea[@name='note_zh']")[0].value = "备注"
    officer.press("Save")

    definition = now(proposal)
    assert (definition["code"], definition["title"]["zh"], definition["core"]) == ("NEW", "新标题", ["total", "mining"])
    assert (definition["roles"], definition["notes"]) == ({"total_kwh": "total"}, [{"zh": "备注"}])


UNREADABLE_LINES = [
    ("total_kwh total", "“total_kwh total” should be written like name = …"),
    ("a = total\n = mining", "“= mining” should be written like name = …"),
    ("a =", "“a =” should be written like name = …"),
    ("a = total\n\na = mining", "“a” stands on two lines."),
]


@pytest.mark.parametrize(("typed", "says"), UNREADABLE_LINES)
@pytest.mark.parametrize(("page", "field"), [("proposal_settings", "roles"), ("proposal_check", "values")])
def test_lines_that_cannot_be_read_are_not_dropped(officer, proposal, page, field, typed, says):
    args = (proposal.pk, 0) if page == "proposal_check" else (proposal.pk,)

    officer.at(page, *args).the_form().in_form({field: typed}).press("Save")

    assert officer.errors() == {f"#id_{field}": says}
    assert officer.page.xpath(f"//textarea[@name='{field}']")[0].value.strip() == typed
    assert now(proposal) == proposal.definition


def test_what_cannot_be_right_of_a_value_is_not_dropped(officer, proposal):
    said = []
    for typed in ("x = ${total} | kWh | two", "x = ${total} | | 1 | mining | open"):
        officer.at("proposal_check", proposal.pk, 0).the_form().in_form({"values": typed}).press("Save")
        said.append(officer.errors().get("#id_values"))

    assert said == ["“x = ${total} | kWh | two”: the decimals should be a whole number.", None]
    assert now(proposal)["checks"][0]["values"] == {
        "x": {"calculate": "${total}", "decimals": 1, "like": "mining | open"}
    }
    assert officer.page.xpath("//main//a[contains(@href, '#at-values')]")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("x = ${total}", {"calculate": "${total}"}),
        ("x = ${total} | kWh", {"calculate": "${total}", "unit": "kWh"}),
        ("x = ${total} | | | total", {"calculate": "${total}", "like": "total"}),
    ],
)
def test_a_value_needs_no_decimals(officer, proposal, typed, stored):
    officer.at("proposal_check", proposal.pk, 0).the_form().in_form({"values": typed}).press("Save")

    assert now(proposal)["checks"][0]["values"] == {"x": stored}


NUL = "a\0b"


@pytest.mark.parametrize(
    ("page", "args", "sent"),
    [
        ("proposal_check", (0,), {"rule-mode": "source", "rule-source": NUL}),
        ("proposal_question", ("mining",), {"relevant-mode": "source", "relevant-source": NUL}),
        ("proposal_settings", (), {"note_zh": NUL}),
        ("proposal_question", ("mining",), {"relevant-mode": "?", "relevant-question": "total", "relevant-right": NUL}),
    ],
)
def test_what_no_database_can_hold_is_refused_where_it_stands(officer, proposal, page, args, sent):
    officer.at(page, proposal.pk, *args).the_form()

    send(officer, page, (proposal.pk, *args), dict(officer.form.form_values()) | sent)

    assert officer.status == 200
    assert "Null characters are not allowed." in officer.text
    assert now(proposal) == proposal.definition


def test_a_label_that_two_questions_bear_names_neither(world, officer):
    asked_alike = [question(name, "decimal", label=words("Use of the year")) for name in ("a", "b")]
    definition = stored(*asked_alike, question("c"))
    row = actions.start_proposal(by=world.officer, authority=world.city, definition=definition)
    fields = dict(officer.at("proposal_question", row.pk, "c").the_form().form.form_values())
    typed = {"relevant-mode": "rows", "relevant-question": "Use of the year", "relevant-right": "5"}

    send(officer, "proposal_question", (row.pk, "c"), fields | typed)

    assert asked(row, "c")["relevant"] == "${Useoftheyear} = '5'"
    assert officer.page.xpath("//main//a[contains(@href, 'questions/c/#at-relevant')]")


def test_the_settings_keep_a_nil_return_whose_question_is_gone(world, officer, proposal):
    nil = {"question": "gone", "value": "no", "requires": ["open"]}
    notes = [{"fr": "une note"}, {"zh": "备注", "fr": "une autre"}]
    changed = operations.set_head(proposal.definition, {"nil": nil, "notes": notes})
    actions.change_proposal(by=world.officer, proposal=proposal, definition=changed, edition=1)

    officer.at("proposal_settings", proposal.pk).the_form().in_form({"title_en": "Other"}).press("Save")

    definition = now(proposal)
    assert (definition["title"]["en"], definition["nil"], definition["notes"]) == ("Other", nil, notes)


@pytest.mark.parametrize(
    ("stored", "chosen", "kept"),
    [
        (None, None, None),
        ("mark", None, "mark"),
        (None, "apart", "apart"),
        ("apart", "mark", "mark"),
        ("apart", None, "apart"),
    ],
)
def test_the_settings_say_what_becomes_of_returns_about_other_periods(world, officer, proposal, stored, chosen, kept):
    if stored:
        changed = operations.set_head(proposal.definition, {"other_periods": stored})
        actions.change_proposal(by=world.officer, proposal=proposal, definition=changed, edition=1)
    typed = {"title_en": "Other"} | ({"other_periods": chosen} if chosen else {})

    officer.at("proposal_settings", proposal.pk).the_form().in_form(typed).press("Save")

    assert now(proposal).get("other_periods") == kept


# --- in words -------------------------------------------------------------------------------------------------------


def test_a_check_of_the_catalogue_shows_how_grave_it_is(officer, proposal):
    officer.at("proposal_checks", proposal.pk).the_form()
    officer.form.fields["kind"] = "E20"
    officer.in_form({"question": "total"}).press("Add and go on to its page")
    offered = officer.page.xpath("//select[@name='severity']/option/text()")
    officer.at("proposal_checks", proposal.pk)

    assert offered[0] == "as in the catalogue: hard: cannot be submitted; soft: needs a reason"
    assert "hard: cannot be submitted; soft: needs a reason" in officer.page.xpath("//table//tr/td[3]/text()")


def test_the_list_of_checks_names_the_questions_each_concerns(world, officer, proposal):
    many = [*operations.names(proposal.definition) - {"one", "two", "sites"}]
    entries = [
        {"check": "E29", "with": {"part": "mining", "whole": "total"}},
        {"check": "E44", "with": {"parts": ["${total} + 1", "mining"], "total": "total"}},
        check("C03", many, "1 > 0"),
        {"check": "E29", "with": {"part": "nowhere"}},
    ]
    definition = proposal.definition | {"checks": entries}
    actions.change_proposal(by=world.officer, proposal=proposal, definition=definition, edition=1)

    officer.at("proposal_checks", proposal.pk)

    concerned = [cell.text or "" for cell in officer.page.xpath("//table//tr/td[2]")]
    assert concerned == ["mining, total", "mining, total", ", ".join(many[:3]) + "…", ""]


def test_what_fills_an_answer_in_is_offered_by_its_meaning(officer, proposal):
    officer.at("proposal_question", proposal.pk, "total")

    assert "IT power, kW (facility.it_kw)" in officer.page.xpath("//select[@name='prefill']/option/text()")
