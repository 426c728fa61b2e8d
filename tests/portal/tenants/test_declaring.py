"""The page behind a tenant's link, without an account and without JavaScript."""

from datetime import timedelta

import pytest

from surveys.accounts.failed_logins import RECEIPTS_FROM_A_PLACE
from surveys.audit.models import Event
from surveys.responses.actions import save_draft
from surveys.responses.models import Draft
from surveys.responses.tenants.asking import send_anew, withdraw_from_tenant
from surveys.responses.tenants.models import TenantRequest
from tests.responses.amendment.versions import amend_by, drop_remarks
from tests.responses.tenants.stories import ask_of, declare, kwh

SECRET = "777123"


@pytest.fixture
def asked(world, opened, now):
    return ask_of(opened, world.alice, at=now, questions=["total_kwh", "has_mining"], word="Racks B1 to B9")


def page_of(request):
    return f"/tenants/{request.token}/"


def filled(tenant, request, **more):
    tenant.open(page_of(request))
    fields = {"a.total_kwh": "1.2", "a.total_kwh:unit": "MWh", "a.total_kwh:method": "measured", "a.has_mining": "no"}
    return tenant.in_form(fields | {"declared_by": "Zhang San", "declared": True} | more)


def test_it_says_who_asks_whom_for_what_on_what_ground_and_who_will_see_it(tenant, asked):
    text = tenant.open(page_of(asked)).text

    round = asked.response.assignment.round
    for told in (
        asked.organisation.name, "甲租户", str(asked.response.assignment), round.survey.authority.name,
        round.survey.legal_basis_en, "Racks B1 to B9", "Alice", "marked “declared by tenant”", "60 months",
    ):  # fmt: skip
        assert told in text, told


def test_it_asks_what_was_chosen_and_nothing_else(tenant, asked):
    tenant.open(page_of(asked))

    assert {name.split(":")[0] for name in tenant.form.fields if name.startswith("a.")} == {
        "a.total_kwh",
        "a.has_mining",
    }


def test_the_operators_answers_are_not_on_it(world, tenant, asked, opened, now):
    base = Draft.objects.get(response=opened).version
    save_draft(response=opened, by=world.alice, base=base, changes={"total_kwh": {"typed": SECRET}}, at=now)

    tenant.open(page_of(asked))

    assert SECRET not in tenant.response.content.decode()
    filled(tenant, asked, **{"a.total_kwh": ""}).press("Send")
    assert SECRET not in tenant.response.content.decode()


def test_looking_at_it_changes_nothing(tenant, asked):
    events = Event.objects.count()

    for _look in range(3):
        tenant.open(page_of(asked))
    tenant.client.head(page_of(asked))

    assert TenantRequest.objects.get().answered_at is None
    assert Event.objects.count() == events


def test_the_answer_arrives_and_is_shown_to_be_kept(tenant, asked):
    filled(tenant, asked).press("Send the answer")

    assert tenant.url == "/tenants/answered/"
    assert "Thank you" in tenant.title
    for told in ("1.2 MWh", "Zhang San", "measured", asked.organisation.name):
        assert told in tenant.text, told
    made = TenantRequest.objects.get()
    assert made.answers == {"total_kwh": kwh("1.2", "MWh"), "has_mining": {"typed": "no"}}


def test_the_page_of_thanks_belongs_to_who_answered(tenant, asked, client):
    filled(tenant, asked).press("Send the answer")

    assert client.get("/tenants/answered/").status_code == 302


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"a.total_kwh": "about ten"}, "#f-total_kwh"),
        ({"a.total_kwh": ""}, "#f-total_kwh"),
        ({"a.total_kwh:method": ""}, "#f-total_kwh"),
        ({"declared_by": ""}, "#id_declared_by"),
        ({"declared": False}, "#id_declared"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_is_kept(tenant, asked, fields, told):
    filled(tenant, asked, **({"position": "Head of IT"} | fields)).press("Send the answer")

    assert told in [a.get("href") for a in tenant.page.xpath("//*[@class='error-summary']//a")]
    assert tenant.page.xpath(f"//*[@id='{told[1:]}']")
    kept = dict(tenant.values())
    assert kept["position"] == "Head of IT"
    assert kept["a.total_kwh"] == fields.get("a.total_kwh", "1.2")
    assert TenantRequest.objects.get().answered_at is None


def test_a_figure_that_is_not_available_says_why(tenant, asked):
    filled(tenant, asked, **{"a.total_kwh": "", "a.total_kwh:unavailable": "no meter of our own"}).press(
        "Send the answer"
    )

    assert TenantRequest.objects.get().answers["total_kwh"]["unavailable"] == "no meter of our own"
    assert "no meter of our own" in tenant.text


def test_sending_twice_is_one_answer(tenant, asked):
    sent = dict(filled(tenant, asked).values()) | {"act": "send"}

    answers = [tenant.client.post(page_of(asked), sent) for _try in range(2)]

    assert [one.url for one in answers] == ["/tenants/answered/"] * 2
    assert Event.objects.filter(verb="tenant_answered").count() == 1


def test_rows_are_added_and_taken_away_by_buttons(world, tenant, opened, now):
    asked = ask_of(opened, world.alice, at=now, questions=["business"])
    tenant.open(page_of(asked)).fill_row("business", 1, business_type="01", business_share="40")
    tenant.press("Add")
    tenant.fill_row("business", 2, business_type="02", business_share="50")
    tenant.in_form({"declared_by": "Z"}).press("Duplicate")
    tenant.press("Remove")

    assert dict(tenant.values())["declared_by"] == "Z"
    tenant.in_form({"declared": True}).press("Send the answer")

    rows = TenantRequest.objects.get().answers["business"]
    assert [row["cells"]["business_share"]["typed"] for row in rows] == ["40", "50"]


@pytest.mark.parametrize("change", ["answered", "withdrawn", "past"])
def test_a_link_that_is_used_up_says_so(world, tenant, opened, now, change):
    asked = ask_of(opened, world.alice, at=now)
    if change == "answered":
        declare(asked, at=now, total_kwh=kwh("1"))
    if change == "withdrawn":
        withdraw_from_tenant(request=asked, by=world.alice, at=now)
    if change == "past":
        TenantRequest.objects.update(until=now - timedelta(seconds=1))

    tenant.open(page_of(asked))

    words = {"answered": "has been used", "withdrawn": "has withdrawn", "past": "is past"}
    assert tenant.response.status_code == 410
    assert words[change] in tenant.text
    assert "form" not in {one.tag for one in tenant.page.xpath("//main//*")}


def test_what_was_withdrawn_meanwhile_is_not_taken(world, tenant, asked):
    filled(tenant, asked)
    withdraw_from_tenant(request=asked, by=world.alice)

    tenant.press("Send the answer")

    assert tenant.response.status_code == 410
    assert TenantRequest.objects.get().answers == {}


def test_the_old_link_is_unknown_once_a_new_one_was_sent(world, tenant, asked, now):
    filled(tenant, asked)
    send_anew(request=TenantRequest.objects.get(), by=world.alice, until=now + timedelta(hours=1), at=now)

    assert tenant.press("Send the answer").response.status_code == 404
    assert tenant.open(page_of(asked)).response.status_code == 404


def test_a_broken_link_is_unknown_and_too_many_of_them_are_refused(tenant, db):
    for _try in range(RECEIPTS_FROM_A_PLACE.tries):
        assert tenant.client.get("/tenants/nonsense/").status_code == 404

    refused = tenant.client.get("/tenants/nonsense/")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_a_bare_number_means_what_its_unit_was_on_the_page(world, round, tenant, opened, now):
    """The questionnaire goes over from 10,000 kWh to kWh while the tenant has the page open."""
    amend_by(world, round, lambda form: form.set("total_kwh", units=["万千瓦时"]), now)
    asked = ask_of(opened, world.alice, at=now)
    tenant.open(page_of(asked)).in_form(
        {"a.total_kwh": "3", "a.total_kwh:method": "measured", "declared_by": "Zhang San", "declared": True}
    )
    amend_by(world, round, lambda form: form.set("total_kwh", unit="kWh", units=["kWh", "万千瓦时"]), now)

    tenant.press("Send the answer")

    assert "The questionnaire was changed meanwhile" in tenant.text
    assert TenantRequest.objects.get().answered_at is None
    assert dict(tenant.values())["a.total_kwh:unit"] == "万千瓦时"
    tenant.in_form({"declared": True}).press("Send the answer")
    assert TenantRequest.objects.get().answers["total_kwh"] == {"typed": "3", "unit": "万千瓦时", "method": "measured"}


def test_what_has_no_place_any_more_is_given_back(world, round, tenant, opened, now):
    asked = ask_of(opened, world.alice, at=now, questions=["total_kwh", "remarks"])
    filled_remarks = {"a.total_kwh": "3", "a.remarks": "two meters", "declared_by": "Z", "declared": True}
    tenant.open(page_of(asked)).in_form(filled_remarks)
    amend_by(world, round, drop_remarks, now)

    tenant.press("Send the answer")

    assert "two meters" in tenant.texts("typed-texts")[0]
    assert dict(tenant.values())["a.total_kwh"] == "3"


@pytest.mark.parametrize("change", [withdraw_from_tenant, send_anew])
def test_what_was_typed_is_given_back_where_nothing_is_taken(world, tenant, asked, now, change):
    filled(tenant, asked, **{"a.total_kwh": "1.23456"})
    more = {"until": now + timedelta(hours=1)} if change is send_anew else {}
    change(request=TenantRequest.objects.get(), by=world.alice, at=now, **more)

    tenant.press("Send the answer")

    assert "1.23456" in tenant.texts("typed-texts")[0]
