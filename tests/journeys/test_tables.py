"""The rows of a table as people are used to them from a spreadsheet: pasted, undone, added, removed, walked by keys."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from surveys.lib.clock import database_now
from surveys.questionnaires.actions import publish
from surveys.responses.issuing import issue
from surveys.responses.models import Draft
from surveys.rounds import actions as rounds
from tests import factories
from tests.questionnaires.examples import check, question, stored, words
from tests.responses.stories import response_of

PASTE = """([text, at]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const cell = document.querySelector(at);
  cell.focus();
  cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def alice(world, round, sit_down):
    person = sit_down(world.alice)
    response = response_of(round, world.alice_org)
    person.open(f"/portal/assignments/{response.assignment_id}/sections/facility/")
    return person


def shares(person):
    return [box.input_value() for box in person.page.locator("#f-business tbody input[type=text]").all()]


@pytest.mark.browser
def test_a_block_from_a_spreadsheet_is_pasted_saved_and_undone(alice):
    alice.page.evaluate(PASTE, ["01\t60\r\n02\t40\r\n", "#f-business tbody select"])
    pasted = shares(alice)
    expect(alice.page.locator("#f-business .is-pasted")).to_have_count(4)
    alice.sees("Understood as %(value)s", value="10,000 kVA")
    alice.page.locator("#f-business-totals", has_text="100%").wait_for()
    alice.touch(alice.button("Undo"))

    assert (pasted, shares(alice)) == (["60", "40"], [""])
    expect(alice.page.locator("#f-business .is-pasted")).to_have_count(0)


@pytest.mark.browser
def test_what_a_paste_changes_is_marked_with_what_stood_there_until_it_is_kept(alice):
    share = alice.page.locator("#f-business tbody input[type=text]")
    share.fill("55")
    alice.page.evaluate(PASTE, ["60\r\n40\r\n", "#f-business tbody input[type=text]"])
    marked = alice.page.locator("#f-business .is-pasted")
    expect(marked).to_have_count(2)
    expect(marked.first).to_have_attribute("data-before", alice.say("before: {text}").replace("{text}", "55"))
    alice.watch.examine(alice.page)

    alice.touch(alice.button("Keep what was pasted"))

    expect(marked).to_have_count(0)
    assert shares(alice) == ["60", "40"]


@pytest.mark.browser
def test_rows_are_added_copied_removed_and_walked_by_keys(alice):
    boxes = alice.page.locator("#f-business tbody input[type=text]")
    boxes.first.fill("60")
    alice.touch(alice.button("Duplicate"))
    alice.touch(alice.button("Add a row"))
    boxes.first.press("Enter")
    alice.page.keyboard.type("5")
    alice.touch(alice.button("Remove").first)

    assert shares(alice) == ["605", ""]


# --- boxes to tick, quotation marks ----------------------------------------------------------------------------------

WAYS = [("meter", "Own meter"), ("bill", "Bill"), ("none", "Nothing at all")]
CHOICES = {"ways": [{"name": name, "label": words(label)} for name, label in WAYS]}
COLUMNS = [
    question("site"),
    question("ways", "choices", choices="ways"),
    question("seen", "acknowledge"),
    question("note", "long_text"),
]
DOUBT = check(
    "C01", ["ways"], "not(selected(${ways}, 'none'))", "soft", words("Nothing at all, really?"), table="sites"
)


@pytest.fixture
def ticking(world, sit_down):
    """Alice before a table with boxes to tick."""
    now = database_now()
    definition = stored(question("sites", "table", questions=COLUMNS), choices=CHOICES, checks=[DOUBT])
    version = publish(by=world.officer, authority=world.city, definition=definition, at=now)
    survey = rounds.start_survey_of(by=world.officer, version=version, at=now)
    rounds.change_survey(by=world.officer, survey=survey, legal_basis_zh="依据", burden_zh="十分钟", at=now)
    factories.make_facility(world.alice_org)
    deadline = now + timedelta(hours=20)
    draft = rounds.create_round(by=world.officer, survey=survey, at=now, enquiries="1", deadline=deadline)
    response = response_of(issue(by=world.officer, round=draft, at=now), world.alice_org)
    person = sit_down(world.alice)
    person.open(f"/portal/assignments/{response.assignment_id}/sections/main/")
    person.response = response
    return person


def stored_rows(person):
    """What the server keeps of each row once the page is saved, by column."""
    person.press("Save and continue")
    (rows,) = [draft.answers.get("sites", []) for draft in Draft.objects.filter(response=person.response)]
    return [{column: cell["typed"] for column, cell in row["cells"].items()} for row in rows]


def paste(person, text, column="site"):
    person.page.evaluate(PASTE, [text, f"#f-sites tbody td[data-column={column}] input"])


@pytest.mark.browser
def test_a_copied_row_keeps_its_ticks(ticking):
    page = ticking.page
    page.locator("#f-sites td[data-column=site] input").fill("North")
    for value in ("meter", "none", "OK"):
        page.locator(f"#f-sites tbody input[value={value}]").check()
    page.locator("#f-sites td[data-column=note] textarea").fill("one\ntwo")
    ticking.touch(ticking.button("Duplicate"))

    row = {"site": "North", "ways": "meter none", "seen": "OK", "note": "one\ntwo"}
    assert stored_rows(ticking) == [row, row]


@pytest.mark.browser
def test_ticks_are_pasted_by_names_and_labels_and_by_yes_and_no(ticking):
    lines = ["A\tmeter bill\t是", "B\tOwn meter、Nothing at all\tno", "C\tNothing at all\tOK", "D\tBill, solar\t"]
    paste(ticking, "\r\n".join(lines) + "\r\n")

    assert stored_rows(ticking) == [
        {"site": "A", "ways": "meter bill", "seen": "OK"},
        {"site": "B", "ways": "meter none"},
        {"site": "C", "ways": "none", "seen": "OK"},
        {"site": "D", "ways": "bill solar"},
    ]


@pytest.mark.browser
def test_what_was_pasted_over_ticks_is_undone(ticking):
    page = ticking.page
    page.locator("#f-sites td[data-column=site] input").fill("North")
    for value in ("meter", "OK"):
        page.locator(f"#f-sites tbody input[value={value}]").check()
    paste(ticking, "South\tbill\tno\r\nWest\t\tyes\r\n")
    ticking.touch(ticking.button("Undo"))

    assert stored_rows(ticking) == [{"site": "North", "ways": "meter", "seen": "OK"}]


@pytest.mark.browser
def test_a_cell_that_begins_with_a_quotation_mark_is_pasted_as_it_stands(ticking):
    paste(ticking, '"North" site\tmeter\r\n"South\tbill\r\n"say ""hi""\nthere"\t\r\n"West"\t\r\n')

    assert [row["site"] for row in stored_rows(ticking)] == ['"North" site', '"South', 'say "hi" there', '"West"']


@pytest.mark.browser
def test_a_remark_keeps_its_lines_and_a_tab_within_quotes_is_no_new_cell(ticking):
    paste(ticking, 'A\tbill\tyes\t"one\r\n""two"""\r\n"B\tC"\tmeter\t\tx\r\n')

    assert stored_rows(ticking) == [
        {"site": "A", "ways": "bill", "seen": "OK", "note": 'one\n"two"'},
        {"site": "B C", "ways": "meter", "note": "x"},
    ]


@pytest.mark.browser
def test_a_block_that_begins_in_the_middle_leaves_what_is_before_and_beyond_it(ticking):
    paste(ticking, "A\tbill\t\tone\r\nB\tbill\tyes\ttwo\r\n")
    paste(ticking, "METER、nothing at all\t1\r\nmeter\t0\r\nbill\t√\r\n", column="ways")

    assert stored_rows(ticking) == [
        {"site": "A", "ways": "meter none", "seen": "OK", "note": "one"},
        {"site": "B", "ways": "meter", "note": "two"},
        {"ways": "bill", "seen": "OK"},
    ]


@pytest.mark.browser
def test_a_single_cell_is_pasted_onto_boxes(ticking):
    paste(ticking, "Bill\r\n", column="ways")
    paste(ticking, "是", column="seen")

    assert stored_rows(ticking) == [{"ways": "bill", "seen": "OK"}]


@pytest.mark.browser
def test_undoing_leaves_what_was_typed_since(ticking):
    page = ticking.page
    paste(ticking, "A\tbill\tyes\tone\r\nB\tbill\r\nC\tbill\r\nD\tbill\r\n")
    page.locator("#f-sites td[data-column=note] textarea").first.fill("mine")
    page.locator("#f-sites td[data-column=site] input").nth(1).fill("North")
    ticking.touch(ticking.button("Remove").nth(2))
    ticking.touch(ticking.button("Undo"))

    assert stored_rows(ticking) == [{"note": "mine"}, {"site": "North", "ways": "bill"}]


@pytest.mark.browser
def test_the_reason_below_a_box_is_no_answer_of_its_row(ticking):
    page = ticking.page
    page.locator("#f-sites tbody input[value=none]").check()
    ticking.press("Save and continue")
    page.locator("#f-sites .tells", has_text="Nothing at all, really?").wait_for()
    paste(ticking, "none, solar\tyes\r\n", column="ways")
    page.locator("#f-sites .tells textarea").fill("because")
    ticking.touch(ticking.button("Duplicate").first)

    assert stored_rows(ticking) == [{"ways": "none solar", "seen": "OK"}] * 2
