from surveys.questionnaires.models import Version
from surveys.responses.models import Confirmation, Response
from surveys.rounds.models import Round
from tests import factories
from tests.responses.stories import fill_in, submit


def page(world, round):
    return f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/confirm/"


GOOD = {"responsible": "负责人", "org_address": "示范路1号", "contact_name": "李", "contact_phone": "13800000001"}


def test_the_register_has_filled_it_in_beforehand(world, alice, round):
    factories.make_contact(world.alice_org, name="李联系")

    alice.open(page(world, round))

    assert alice.form.fields["a.org_name"] == "甲云数据"
    assert alice.form.fields["a.contact_name"] == "李联系"


def test_confirming_once_is_noted_with_who_and_when(world, alice, round):
    alice.open(page(world, round)).fill(**GOOD).press("确认以上信息")

    confirmation = Confirmation.objects.get()
    assert (confirmation.confirmed_by, confirmation.answers["responsible"]) == (world.alice, {"typed": "负责人"})
    assert "由 Alice 于" in alice.text


def test_what_does_not_hold_comes_back_as_typed_with_its_errors(world, alice, round):
    alice.open(page(world, round)).fill(**(GOOD | {"contact_phone": "12345"})).press("确认以上信息")

    assert Confirmation.objects.count() == 0
    assert alice.form.fields["a.contact_phone"] == "12345"
    assert alice.form.fields["a.responsible"] == "负责人"
    assert len(alice.texts("field-error")) == 1


def test_it_can_be_corrected_and_empties_what_was_emptied(world, alice, round):
    alice.open(page(world, round)).fill(**GOOD, contact_title="主任").press("确认以上信息")
    alice.open(page(world, round)).fill(contact_title="", responsible="新负责人").press("确认修改后的信息")

    answers = Confirmation.objects.get().answers
    assert (answers.get("contact_title"), answers["responsible"]) == (None, {"typed": "新负责人"})


def test_two_colleagues_at_once_lose_nothing(world, alice, bob, round):
    alice.open(page(world, round)).fill(**GOOD)
    bob.open(page(world, round)).fill(**(GOOD | {"contact_phone": "13900000002"})).press("确认以上信息")

    alice.press("确认以上信息")

    assert Confirmation.objects.get().answers["contact_phone"] == {"typed": "13900000002"}
    assert "Bob 已先行确认" in alice.text
    assert alice.form.fields["a.contact_phone"] == "13800000001"
    assert "联系人手机 (Bob) 13900000002" in alice.text

    alice.press("确认")

    assert Confirmation.objects.get().answers["contact_phone"] == {"typed": "13800000001"}


def test_mending_an_error_takes_no_notice_away_of_a_colleague(world, alice, bob, round):
    alice.open(page(world, round)).fill(**(GOOD | {"contact_phone": "12345"}))
    bob.open(page(world, round)).fill(**GOOD).press("确认以上信息")

    assert "Bob 已先行确认" in alice.press("确认以上信息").text
    alice.fill(contact_phone="13900000003").press("确认")

    assert Confirmation.objects.get().answers["contact_phone"] == {"typed": "13900000003"}


def test_in_a_closed_round_it_is_only_shown(world, alice, round, now):
    alice.open(page(world, round)).fill(**GOOD)
    Round.objects.update(deadline=now, closed_at=now)

    alice.press("确认以上信息")

    assert Confirmation.objects.count() == 0
    assert "不能再在此修改" in alice.text


def test_only_an_organisation_that_is_asked_can_be_confirmed(world, alice, round):
    url = f"/portal/rounds/{round.pk}/organisations/{world.charlie_org.pk}/confirm/"

    assert alice.open(url).response.status_code == 404


def with_a_soft_check(round):
    definition = round.version.definition
    check = {
        "id": "T01",
        "severity": "soft",
        "questions": ["responsible"],
        "rule": "string-length(${responsible}) > 3",
        "message": {"zh": "姓名很短", "en": "The name is short"},
    }
    definition["checks"] = [*definition["checks"], check]
    Version.objects.filter(pk=round.version_id).update(definition=definition, sha256="f" * 64)


def test_what_is_doubted_is_explained_once_and_holds_for_every_return(world, alice, round):
    with_a_soft_check(round)
    response = Response.objects.get(assignment__organisation=world.alice_org)

    alice.open(page(world, round)).fill(**GOOD).press("确认以上信息")
    asked = Confirmation.objects.count(), "r.T01:responsible" in alice.form.fields
    alice.in_form({"r.T01:responsible": "姓王名一"}).press("确认以上信息")
    fill_in(response, world.alice, at=None)

    assert asked == (0, True)
    assert Confirmation.objects.get().reasons == {"T01:responsible": "姓王名一"}
    assert submit(Response.objects.get(pk=response.pk), world.alice, at=None).reasons == {"T01:responsible": "姓王名一"}


def test_what_a_colleague_had_confirmed_and_explained_can_still_be_read(world, alice, bob, round):
    with_a_soft_check(round)
    alice.open(page(world, round)).fill(**GOOD).press("确认以上信息")
    alice.in_form({"r.T01:responsible": "姓王名一"}).press("确认以上信息")
    theirs = GOOD | {"responsible": "李某"}
    bob.open(page(world, round)).fill(**theirs).in_form({"r.T01:responsible": "新任"}).press("确认")

    alice.open(page(world, round))

    assert alice.form.fields["a.responsible"] == "李某"
    kept = " ".join(alice.texts("facts"))
    assert GOOD["responsible"] in kept
    assert "姓王名一" in kept


def test_who_corrects_what_he_confirmed_himself_sets_nothing_aside(world, alice, round):
    for responsible in ("王某", "李某"):
        alice.open(page(world, round)).fill(**(GOOD | {"responsible": responsible})).press("确认")

    assert Confirmation.objects.get().set_aside == []
