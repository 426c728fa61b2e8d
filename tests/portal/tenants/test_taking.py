"""At the question the operator sees what tenants declared and takes it over in one click."""

from io import BytesIO

import openpyxl

from surveys.responses.models import Draft, Revision
from surveys.responses.tenants.models import TenantRequest
from tests.portal.visitor import Visitor
from tests.responses.tenants.stories import ask_of, declare, kwh

SECOND = {"tenant": "乙租户", "email": "b@tenant.example"}


def page_of(response, section="electricity"):
    return f"/portal/assignments/{response.assignment_id}/sections/{section}/"


def declared(response, by, now, typed="7", unit="kWh", **who):
    return declare(ask_of(response, by, at=now, **who), at=now, total_kwh=kwh(typed, unit))


def section_of(visitor, response):
    visitor.open(page_of(response))
    visitor.form = visitor.page.xpath("//form[contains(@class, 'questions')]")[0]
    return visitor


def press(visitor, act):
    """The button with this value."""
    assert visitor.form.xpath(f".//button[@value='{act}']"), act
    visitor.send([*visitor.values(), ("act", act)])
    forms = visitor.page.xpath("//form[contains(@class, 'questions')]")
    visitor.form = forms[0] if forms else None
    return visitor


def box(visitor):
    return visitor.texts("from-tenants")[0]


def total(response):
    return Draft.objects.get(response=response).answers.get("total_kwh")


def test_the_question_shows_who_declared_what_when_and_how_and_the_sum(world, english, opened, now):
    declared(opened, world.alice, now, "1.2", "MWh")
    declared(opened, world.alice, now, "300", **SECOND)

    told = box(section_of(english, opened))

    for part in ("甲租户", "1.2 MWh", "measured", "张三（经理）", "乙租户", "300 kWh", "Together 1,500 kWh"):
        assert part in told, part


def test_the_sum_becomes_the_answer_and_is_marked(world, english, opened, now):
    declared(opened, world.alice, now, "1.2", "MWh")
    declared(opened, world.alice, now, "300", **SECOND)
    section_of(english, opened)

    press(english, "tenants:total_kwh:put")

    assert total(opened) == {"typed": "0.15", "unit": "万千瓦时"}
    assert "Declared by tenants: 甲租户 (1,200 kWh, measured), 乙租户 (300 kWh, measured)" in english.text
    assert box(english).count("taken over") == 2
    assert not english.page.xpath("//button[starts-with(@value, 'tenants:')]")


def test_what_was_just_typed_on_the_page_counts_when_it_is_added_to(world, english, opened, now):
    declared(opened, world.alice, now, "7")
    section_of(english, opened).fill(total_kwh="0.0093")
    press(english, "continue")
    section_of(english, opened).fill(total_kwh="0.0193")

    press(english, "tenants:total_kwh:add")

    assert total(opened) == {"typed": "0.02", "unit": "万千瓦时"}


def test_only_those_that_are_ticked_are_taken_over(world, english, opened, now):
    declared(opened, world.alice, now, "7")
    second = declared(opened, world.alice, now, "9", **SECOND)
    section_of(english, opened)
    for tick in english.form.xpath(".//input[@name='tenants.total_kwh']"):
        tick.checked = tick.get("value") == str(second.pk)

    press(english, "tenants:total_kwh:put")

    assert total(opened)["typed"] == "9"
    assert box(english).count("taken over") == 1


def test_an_old_page_takes_nothing_over_twice(world, english, opened, now):
    declared(opened, world.alice, now, "7")
    section_of(english, opened)
    sent = [*english.values(), ("act", "tenants:total_kwh:add")]
    english.send(sent)
    english.form = english.page.xpath("//form[contains(@class, 'questions')]")[0]
    again = [(name, value) for name, value in sent if name not in ("once_key",)]
    key = [(name, value) for name, value in english.values() if name == "once_key"]

    english.send([*again, *key])

    assert total(opened)["typed"] == "7"
    assert "Nothing was taken over" in english.text


def test_what_a_colleague_saved_meanwhile_is_not_written_over(world, english, opened, now):
    declared(opened, world.alice, now, "7")
    section_of(english, opened)
    other = section_of(Visitor(world.bob), opened).fill(total_kwh="0.5")
    press(other, "continue")

    press(english, "tenants:total_kwh:put")

    assert total(opened)["typed"] == "0.5"
    assert "A colleague changed some of these answers" in english.text
    assert Draft.objects.get(response=opened).declared == {}


def test_of_other_answers_one_is_taken_by_its_own_button(world, english, opened, now):
    made = declare(ask_of(opened, world.alice, ["has_mining"], at=now), at=now, has_mining={"typed": "yes"})
    english.open(page_of(opened, "mining"))
    english.form = english.page.xpath("//form[contains(@class, 'questions')]")[0]

    press(english, f"tenants:has_mining:{made.pk}")

    assert Draft.objects.get(response=opened).answers["has_mining"] == {"typed": "yes"}


def test_a_figure_that_is_not_available_is_read_and_not_taken(world, english, opened, now):
    declare(ask_of(opened, world.alice, at=now), at=now, total_kwh={"unavailable": "no meter of our own"})

    section_of(english, opened)

    assert "no meter of our own" in box(english)
    assert not english.page.xpath("//button[starts-with(@value, 'tenants:')]")


def test_the_figure_can_be_called_ones_own(world, english, opened, now):
    declared(opened, world.alice, now, "7")
    press(section_of(english, opened), "tenants:total_kwh:put")

    press(english, "own:total_kwh")

    assert (total(opened)["typed"], Draft.objects.get(response=opened).declared) == ("7", {})
    assert english.page.xpath("//button[@value='tenants:total_kwh:put']")


def test_the_mark_goes_with_the_return_to_the_receipt_and_its_workbook(world, english, ready, now):
    declared(ready, world.alice, now, "30.0005", "GWh")
    press(section_of(english, ready), "tenants:total_kwh:put")
    english.open(f"/portal/assignments/{ready.assignment_id}/check/")
    assert "Declared by tenants: 甲租户" in english.text
    english.form = english.page.xpath("//form[.//input[@name='declared']]")[0]
    english.in_form({"name": "Alice", "position": "Head", "declared": True}).press("Submit")

    revision = Revision.objects.get()
    assert revision.declared["total_kwh"][0]["request"] == str(TenantRequest.objects.get().pk)
    assert "Declared by tenants: 甲租户" in english.open(f"/portal/receipts/{revision.pk}/").text
    file = BytesIO(english.client.get(f"/portal/receipts/{revision.pk}/answers.xlsx").content)
    cells = [cell.value for sheet in openpyxl.load_workbook(file) for line in sheet for cell in line]
    assert any("Declared by tenants: 甲租户" in str(value) for value in cells)
