"""Answers copied from the last return, and from another data center: marked until somebody confirms or changes them."""

from datetime import timedelta

import pytest

from surveys.models import Assignment
from surveys.responses.copying.copies import COPIED
from surveys.responses.copying.sources import last_of
from surveys.responses.models import Draft, Revision
from tests import factories
from tests.portal.visitor import Visitor
from tests.responses.stories import confirm, fill_in, fresh, make_issued_round, response_of, submit

COPY = "复制其他回报的答案"
ALL, TICKED = "全部复制", "复制勾选的答案"


@pytest.fixture
def sites(world):
    return [
        factories.make_facility(world.alice_org, name=name, code=code)
        for name, code in (("北站", "A1"), ("南站", "A2"))
    ]


@pytest.fixture
def north(world, sites, round, now):
    """The one that is answered already."""
    response = round.assignments.get(facility=sites[0]).response
    fill_in(response, world.alice, at=now, address={"typed": "北路一号"}, it_kw={"typed": "4000"})
    return response


@pytest.fixture
def south(sites, round):
    return round.assignments.get(facility=sites[1]).response


@pytest.fixture
def alice(alice, north, south):
    return alice.open(f"/portal/assignments/{south.assignment_id}/")


def answers(response):
    return Draft.objects.get(response=response).answers


def show(visitor):
    """The page of copying, with the answers of the first source."""
    visitor.follow(COPY)
    visitor.form = next(iter(visitor.page.xpath("//form[contains(@class, 'copy-answers')]")), None)
    return visitor


def told(visitor, response, section):
    visitor.open(f"/portal/assignments/{response.assignment_id}/sections/{section}/")
    return visitor.texts("copied-answer")


def test_everything_is_copied_from_another_data_center_but_what_the_register_says(alice, north, south):
    show(alice).press(ALL)

    there, here = answers(north), answers(south)
    assert (here["total_kwh"], there["total_kwh"]["unit"]) == ({"typed": "3,000.5"}, "万千瓦时")  # the question's own
    assert [row["cells"] for row in here["business"]] == [row["cells"] for row in there["business"]]
    assert here["business"][0]["row"] != there["business"][0]["row"]
    assert here.get("facility_name") != there.get("facility_name")


def test_blank_ones_are_ticked_and_only_what_is_ticked_is_copied(world, alice, south, now):
    fill_in(south, world.bob, at=now, total_kwh={"typed": "77"}, business=None)
    show(alice).press(TICKED)

    assert answers(south)["total_kwh"] == {"typed": "77"}
    assert answers(south)["business"]


def test_a_copy_is_marked_until_it_is_confirmed(alice, south):
    show(alice).press(ALL)

    before = told(alice, south, "electricity")
    assert "复制自“北站”，尚未有人确认" in before[0]
    alice.press("在这里同样属实")

    assert len(told(alice, south, "electricity")) == len(before) - 1
    assert answers(south)["total_kwh"]


def test_a_copy_that_is_changed_is_confirmed(alice, south):
    show(alice).press(ALL)
    before = told(alice, south, "electricity")

    alice.fill(total_kwh="88").press("保存并返回清单")

    assert len(told(alice, south, "electricity")) == len(before) - 1


def test_a_table_is_marked_until_none_of_its_cells_stands_as_it_came(alice, south):
    show(alice).press(ALL)
    told(alice, south, "facility")
    alice.fill_row("business", 1, business_share="60").press("保存并返回清单")
    assert len(told(alice, south, "facility")) >= 1

    alice.fill_row("business", 1, business_type="02").press("保存并返回清单")

    assert not [text for text in told(alice, south, "facility") if "业务" in text]


def test_all_of_a_section_are_confirmed_at_once(alice, south):
    show(alice).press(ALL)
    told(alice, south, "electricity")

    alice.press("全部属实")

    assert told(alice, south, "electricity") == []
    assert told(alice, south, "facility") != []


def test_who_submits_and_the_reviewer_are_told_what_nobody_confirmed(world, alice, round, south, now):
    confirm(round, world.alice_org, world.alice, at=now)
    show(alice).press(ALL)
    alice.open(f"/portal/assignments/{south.assignment_id}/check/")
    assert "尚未有人确认" in alice.text

    revision = submit(south, world.alice, at=now)

    told_of = {finding["question"] for finding in revision.findings if finding["check"] == COPIED}
    assert {"total_kwh", "business"} <= told_of
    officer = Visitor(world.officer)
    assert "复制自“北站”，尚未有人确认" in officer.open(f"/bureau/responses/{south.pk}/").text


def test_confirming_after_submitting_is_something_to_submit(world, alice, round, south, now):
    confirm(round, world.alice_org, world.alice, at=now)
    show(alice).press(ALL)
    submit(south, world.alice, at=now)
    told(alice, south, "electricity")

    alice.press("全部属实")

    assert fresh(south).unsent_since is not None
    assert submit(fresh(south), world.alice, at=now).number == 2


def test_what_stood_here_before_can_be_taken_back(world, alice, south, now):
    fill_in(south, world.bob, at=now, total_kwh={"typed": "77"})
    show(alice).press(ALL)

    alice.open(f"/portal/assignments/{south.assignment_id}/sections/electricity/")

    assert "77" in " ".join(alice.texts("kept-text"))


def test_what_a_colleague_types_meanwhile_is_not_written_over(world, alice, south, now):
    show(alice)
    fill_in(south, world.bob, at=now, total_kwh={"typed": "77"})

    alice.press(ALL)

    assert answers(south)["total_kwh"] == {"typed": "77"}
    assert "再看一遍" in alice.text


def test_what_changes_meanwhile_in_the_other_return_is_not_copied_unread(world, alice, north, south, now):
    show(alice)
    fill_in(north, world.bob, at=now, total_kwh={"typed": "99"})

    alice.press(ALL)

    assert "total_kwh" not in answers(south)


def test_nothing_is_offered_of_another_operator(world, sites, round):
    charlie, north = Visitor(world.charlie), round.assignments.get(facility=sites[0])
    theirs = response_of(round, world.charlie_org)
    page = f"/portal/assignments/{theirs.assignment_id}/copy/"

    assert charlie.open(f"{page}?from={north.pk}").response.status_code == 404
    assert charlie.open(page).page.xpath("//option/@value") == []
    assert charlie.open(f"/portal/assignments/{north.pk}/copy/").response.status_code == 404
    assert charlie.open(f"{page}?from=last").response.status_code == 404


# --- the last round -----------------------------------------------------------------------------------------------------


@pytest.fixture
def waves(world, sites, now):
    """A round of last week, answered for the first site, and the one that runs."""
    earlier = make_issued_round(world, at=now - timedelta(days=8), deadline=now - timedelta(days=7))
    confirm(earlier, world.alice_org, world.alice, at=earlier.issued_at)
    past = earlier.assignments.get(facility=sites[0]).response
    fill_in(past, world.alice, at=earlier.issued_at, it_kw={"typed": "4000"})
    submit(past, world.alice, at=earlier.issued_at)
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


def test_the_last_return_is_copied_as_it_was_typed(world, sites, waves):
    past = Revision.objects.get()
    response = waves.assignments.get(facility=sites[0]).response
    alice = Visitor(world.alice).open(f"/portal/assignments/{response.assignment_id}/")
    show(alice).press(ALL)

    assert answers(response)["total_kwh"] == {"typed": "3,000.5"}
    assert f"，{past.receipt}”，尚未有人确认" in told(alice, response, "electricity")[0].replace(", ", "，")


def test_not_the_last_return_of_who_operated_the_site_before(world, sites, waves):
    assignment = waves.assignments.get(facility=sites[0])
    assert last_of(assignment) is not None

    Assignment.objects.filter(pk=assignment.pk).update(organisation=world.charlie_org)
    moved = Assignment.objects.select_related("round__version").get(pk=assignment.pk)

    assert last_of(moved) is None
