"""The page of a nil return that gives figures: filled in as far as they are known, without JavaScript."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from surveys.questionnaires.actions import publish
from surveys.responses.models import Revision
from surveys.responses.review import accept
from surveys.rounds.models import Round
from tests import factories
from tests.portal.declaring import declare
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit

KWH = "3,000.5"


def issued(world, at, **fields):
    return make_issued_round(world, at=at, deadline=at + timedelta(hours=20), nil_gives_figures=True, **fields)


@pytest.fixture
def last_return(world, now):
    before = now - timedelta(days=30)
    round = issued(world, before)
    confirm(round, world.alice_org, world.alice, at=before)
    fill_in(response_of(round, world.alice_org), world.alice, at=before)
    accept(revision=submit(response_of(round, world.alice_org), world.alice, at=before), by=world.officer, at=before)


@pytest.fixture
def asked(world, last_return, now):
    """A round in which the nil return gives figures, and Alice's are known from the last one."""
    return issued(world, now - timedelta(hours=2), title_zh="复查")


@pytest.fixture
def first(world, now):
    """The first round of all: nothing is known."""
    return issued(world, now - timedelta(hours=2))


def page(round, world):
    return reverse("portal:nil", args=[response_of(round, world.alice_org).assignment_id])


def total_of(revision):
    return revision.answers["answers"]["total_kwh"]["value"]


def test_it_stays_at_three_clicks_where_the_last_return_told_the_figures(alice, asked):
    alice.open("/").follow("复查").follow("提交零报告")

    assert "3000.5 万千瓦时" in alice.text
    assert "01 互联网与云" in alice.text
    declare(alice)

    assert alice.clicks == 3
    made = Revision.objects.get(response__assignment__round=asked)
    assert (made.is_nil, total_of(made)) == (True, "30005000")


def test_for_one_data_center_the_known_figures_stand_in_their_fields(world, alice, asked):
    alice.open(page(asked, world))
    assert dict(alice.values())["a.total_kwh"] == "3000.5"

    declare(alice.fill(total_kwh="2,000.5"))

    assert "零报告已报送" in alice.text
    assert total_of(Revision.objects.get(response__assignment__round=asked)) == "20005000"


def test_what_is_not_known_is_asked(world, alice, first):
    declare(alice.open(page(first, world)))
    assert Revision.objects.count() == 0
    assert "统计期总用电量" in alice.texts("error-summary")[0]

    row = dict(zip(business_fields(alice), ("01", "100"), strict=True))
    declare(alice.fill(total_kwh=KWH).in_form(row))

    assert total_of(Revision.objects.get()) == "30005000"


def business_fields(visitor):
    names = [name for name in visitor.form.fields if name.startswith("a.business.")]
    return [next(name for name in names if name.endswith(column)) for column in ("business_type", "business_share")]


def test_what_was_typed_stays_when_it_is_refused(world, alice, first):
    declare(alice.open(page(first, world)).fill(total_kwh="三千"))

    assert dict(alice.values())["a.total_kwh"] == "三千"
    assert alice.texts("error-summary")
    assert Revision.objects.count() == 0


def test_a_row_is_added_without_submitting(world, alice, asked):
    alice.open(page(asked, world)).in_form({"declared": True, "position": "主任"}).press("添加一行")

    rows = {name.split(".")[2] for name in alice.form.fields if name.startswith("a.business.")}
    assert len(rows - {"new-row"}) == 2
    assert not Revision.objects.filter(response__assignment__round=asked).exists()


def test_a_row_is_taken_out_without_submitting(world, alice, asked):
    alice.open(page(asked, world))
    button = alice.form.xpath(".//button[starts-with(@value, 'remove:business')]")[0]

    alice.send([*alice.values(), ("act", button.get("value"))])

    assert not [value for name, value in alice.values() if name.startswith("a.business.") and value == "100"]
    assert not Revision.objects.filter(response__assignment__round=asked).exists()


def test_those_of_which_nothing_is_known_are_listed_apart(world, alice, now, last_return):
    new = factories.make_facility(world.alice_org, name="新机房")
    round = issued(world, now - timedelta(hours=2))

    alice.open(reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk]))
    assert f"零报告 – {new.name}" in alice.text
    declare(alice)

    assert alice.text.count("回执编号") and Revision.objects.filter(is_nil=True).count() == 1
    assert not Revision.objects.filter(response__assignment__facility=new).exists()


def test_where_nothing_is_known_of_any_nothing_can_be_declared_for_all(world, alice, first):
    alice.open(reverse("portal:nil_for_all", args=[first.pk, world.alice_org.pk]))

    assert alice.form is None
    assert alice.follow("零报告 – ").url == page(first, world)


def test_where_the_bureau_waived_the_figures_none_are_asked(world, alice, now):
    round = make_issued_round(
        world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20), nil_gives_figures=False
    )

    alice.open(page(round, world))

    assert not [name for name in alice.form.fields if name.startswith("a.")]


def test_a_doubt_can_be_explained_on_the_page(world, alice, asked):
    declare(alice.open(page(asked, world)).fill(total_kwh="2,000"))
    reason = next(name for name in alice.form.fields if name.startswith("r.E52:total_kwh"))

    declare(alice.in_form({reason: "按月结算"}))

    made = Revision.objects.get(response__assignment__round=asked)
    assert (total_of(made), made.reasons) == ("20000000", {"E52:total_kwh": "按月结算"})


@pytest.mark.parametrize("act", ["add", "remove", "duplicate", "add:", "remove:business", "duplicate:nowhere:x", ":"])
def test_a_button_that_is_not_there_does_nothing_and_breaks_nothing(world, alice, asked, act):
    alice.open(page(asked, world))

    answered = alice.client.post(page(asked, world), {"act": act, "once_key": str(uuid.uuid4())})

    assert answered.status_code == 200
    assert not Revision.objects.filter(response__assignment__round=asked).exists()


def test_who_declares_what_is_no_nil_return_any_more_is_told_so_whatever_is_wrong_besides(world, alice, asked):
    url = page(asked, world)
    definition = {name: value for name, value in asked.version.definition.items() if name != "nil"}
    version = publish(by=world.officer, authority=world.city, definition=definition)
    Round.objects.filter(pk=asked.pk).update(version=version)

    assert alice.client.post(url, {"once_key": str(uuid.uuid4())}).status_code == 409
