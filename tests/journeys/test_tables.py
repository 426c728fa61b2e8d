"""The rows of a table as people are used to them from a spreadsheet: pasted, undone, added, removed, walked by keys."""

import pytest

from tests.responses.stories import response_of

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const cell = document.querySelector("#f-business tbody select");
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
    alice.page.evaluate(PASTE, "01\t60\r\n02\t40\r\n")
    pasted = shares(alice)
    alice.sees("Understood as %(value)s", value="10,000 kVA")
    alice.page.locator("#f-business-totals", has_text="100%").wait_for()
    alice.touch(alice.page.locator(".paste-note button"))

    assert (pasted, shares(alice)) == (["60", "40"], [""])


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
