"""Several authorities in one installation: each signs with keys of its own, and with no other's."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override

from surveys.help import verify_receipt
from surveys.lib.clock import database_now
from surveys.management.receipt_keys import receipt_key
from surveys.receipts import custody
from surveys.receipts.actions import make_first_keys, make_the_first_key, revoke, rotate, sealed, signed, signed_all
from surveys.receipts.checking import Reason, check
from surveys.receipts.models import ReceiptKey, SignedReceipt
from surveys.receipts.publishing import key_set
from surveys.receipts.queries import judged, key_in_use, those_who_sign
from surveys.receipts.verifying import flaws_of_receipts
from surveys.responses.issuing import issue
from surveys.rounds import actions as rounds
from tests.factories import DEADLINE, ISSUED, make_authority, make_officer
from tests.responses.stories import confirm, fill_in, response_of, submit

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_a_folder(data_folder, db):
    with override("en"):
        yield


@pytest.fixture
def to_the_district(world, submitted):
    """Alice's return in a round of the district's own, beside the one that she submitted to the city."""
    officer = make_officer(world.district)
    survey = rounds.start_survey(by=officer, authority=world.district, template_name="mining_2021", at=ISSUED)
    round = rounds.create_round(
        by=officer, survey=survey, at=ISSUED, deadline=DEADLINE, enquiries="010-6509 0000", nil_gives_figures=False
    )
    issue(by=officer, round=round, at=ISSUED)
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    fill_in(response, world.alice)
    return submit(response, world.alice)


@pytest.fixture
def keys_of_both(world):
    return [rotate(authority, at=database_now()) for authority in (world.city, world.district)]


def of_the_installation(at, days=365):
    """A key as it was made before authorities had their own."""
    private = Ed25519PrivateKey.generate()
    custody.keep(private)
    public = custody.raw_public(private)
    return ReceiptKey.objects.create(
        kid=custody.kid_of(public), public_key=public.hex(), valid_from=at, valid_until=at + days * DAY, made_at=at
    )


def command(*words):
    out = StringIO()
    call_command("receiptkey", *words, stdout=out)
    return out.getvalue()


def told(revision):
    return json.loads(signed(revision).document)


def published():
    return {key["kid"]: key for key in key_set(ReceiptKey.objects.all())["keys"]}


# --- who signs what ------------------------------------------------------------------------------------------------


def test_each_authority_signs_with_its_own_key(world, submitted, to_the_district, keys_of_both):
    both = signed_all([submitted, to_the_district])

    facts = [both[revision.pk].facts for revision in (submitted, to_the_district)]
    assert [one["kid"] for one in facts] == [key.kid for key in keys_of_both]
    assert [one["authority"]["id"] for one in facts] == [str(world.city.pk), str(world.district.pk)]
    assert [judged(one.content).reason for one in both.values()] == [Reason.VALID] * 2


def test_where_one_lacks_its_key_the_receipts_of_the_other_are_signed(world, submitted, to_the_district, keys_of_both):
    custody.path_of(keys_of_both[0].kid).unlink()

    assert set(signed_all([submitted, to_the_district])) == {to_the_district.pk}


def test_each_gets_its_first_key_by_itself(world, submitted, to_the_district):
    signed_all([submitted, to_the_district])

    assert {key.authority for key in ReceiptKey.objects.all()} == {world.city, world.district}
    make_first_keys(at=database_now())
    assert ReceiptKey.objects.count() == 2


def test_who_does_not_ask_gets_no_key(world, submitted):
    make_first_keys(at=database_now())

    assert [key.authority for key in ReceiptKey.objects.all()] == [world.city]


def test_the_only_authority_has_its_key_before_it_asks_and_of_several_none(db):
    only = make_authority()
    assert list(those_who_sign()) == [only]
    make_authority("天津市工信局")
    assert list(those_who_sign()) == []


def test_keys_of_the_environment_are_given_out_one_each(world, settings):
    first, second = (Ed25519PrivateKey.generate() for _ in range(2))
    settings.RECEIPT_KEYS = [custody.for_the_environment(first), custody.for_the_environment(second)]
    at = database_now()

    made = [make_the_first_key(one, at=at) for one in (world.city, world.district, world.stranger_authority)]
    assert [key and key.raw for key in made] == [custody.raw_public(first), custody.raw_public(second), None]
    assert not custody.folder().exists()


# --- the key of before ---------------------------------------------------------------------------------------------


def test_the_key_of_before_goes_on_signing_the_same_form_until_there_is_an_own_one(world, submitted, to_the_district):
    old = of_the_installation(database_now() - DAY)
    make_first_keys(at=database_now())
    facts = told(submitted)
    assert (facts["v"], facts["kid"], facts["authority"].keys()) == (1, old.kid, {"zh", "en"})

    own = rotate(world.district, at=database_now())
    assert (told(to_the_district)["v"], told(to_the_district)["kid"]) == (2, own.kid)
    assert [judged(signed(one).content).reason for one in (submitted, to_the_district)] == [Reason.VALID] * 2
    assert key_in_use(world.city, database_now()) == old


def test_the_key_of_before_ends_when_the_last_who_asks_has_an_own_one(world, submitted, to_the_district):
    at = database_now()
    old = of_the_installation(at - DAY)
    rotate(world.district, at=at, begins=at + 9 * DAY)
    old.refresh_from_db()
    assert old.valid_until == at + 364 * DAY

    rotate(world.city, at=at, begins=at + 2 * DAY)
    old.refresh_from_db()
    assert old.valid_until == at + 9 * DAY
    assert [key_in_use(world.city, at + days * DAY) == old for days in (1, 2)] == [True, False]
    assert [key_in_use(world.district, at + days * DAY) == old for days in (8, 9)] == [True, False]


def test_with_one_authority_the_command_needs_no_name_before_and_after(world, submitted):
    old = of_the_installation(database_now() - DAY)
    before = signed(submitted).content
    with pytest.raises(CommandError, match="rotate"):
        command("make")
    assert receipt_key().is_well and old.kid in receipt_key().says

    command("rotate")
    own = ReceiptKey.objects.get(authority=world.city)
    old.refresh_from_db()
    assert old.valid_until == own.valid_from
    assert judged(before).is_valid


def test_after_the_key_of_before_has_ended_a_newcomer_gets_its_own_unless_that_was_revoked(world):
    at = database_now()
    old = of_the_installation(at - DAY)
    revoke(old.kid, at=at)
    assert make_the_first_key(world.city, at=at) is None
    assert make_the_first_key(world.city, at=at + 365 * DAY) is not None


def test_an_own_key_that_was_revoked_does_not_bring_the_one_of_before_back(world, submitted, to_the_district):
    of_the_installation(database_now() - DAY)
    own = rotate(world.city, at=database_now())
    revoke(own.kid, at=database_now())

    assert key_in_use(world.city, database_now()) is None
    assert signed(submitted) is None


# --- another authority's key ---------------------------------------------------------------------------------------


@pytest.fixture
def forged(world, submitted, keys_of_both):
    """What whoever holds the district's key might make: receipts that the city is said to have issued."""
    _city, district = keys_of_both
    facts = {name: part for name, part in told(submitted).items() if name != "signature"} | {"kid": district.kid}
    names = {name: facts["authority"][name] for name in ("zh", "en")}
    private = custody.private_key(district.kid)
    return {
        "of the city": sealed(facts, private),
        "of before": sealed(facts | {"v": 1, "authority": names}, private),
        "of nobody": sealed(facts | {"authority": names}, private),
        "with no names at all": sealed(facts | {"authority": "北京市经济和信息化局"}, private),
    }


FORGERIES = pytest.mark.parametrize("kind", ["of the city", "of before", "of nobody", "with no names at all"])


@FORGERIES
def test_the_server_refuses_it(forged, kind):
    assert judged(forged[kind].encode()).reason is Reason.OTHER_AUTHORITY


@FORGERIES
def test_the_page_refuses_it(forged, kind):
    answer = Client(headers={"accept-language": "en"}).post("/receipts/", {"document": forged[kind]})

    assert "with the key of another authority" in answer.content.decode()


@FORGERIES
def test_the_program_that_knows_nothing_of_ours_refuses_it(forged, kind):
    with pytest.raises((ValueError, AttributeError)):
        verify_receipt.verify(json.loads(forged[kind]), published(), [])


@FORGERIES
def test_the_command_refuses_it(forged, kind, tmp_path):
    path, out = tmp_path / "forged.json", StringIO()
    path.write_text(forged[kind], encoding="utf-8")

    with pytest.raises(SystemExit) as end:
        call_command("verifyreceipt", str(path), "--json", stdout=out)
    assert (end.value.code, json.loads(out.getvalue())["reason"]) == (1, "other_authority")


def test_a_receipt_of_before_does_not_become_one_of_an_authority(world, submitted):
    old = of_the_installation(database_now() - DAY)
    facts = {name: part for name, part in told(submitted).items() if name != "signature"}
    authority = facts["authority"] | {"id": str(world.city.pk)}
    forged = sealed(facts | {"v": 2, "authority": authority}, custody.private_key(old.kid))

    assert judged(forged.encode()).reason is Reason.OTHER_AUTHORITY
    with pytest.raises(ValueError, match="another authority"):
        verify_receipt.verify(json.loads(forged), published(), [])


def test_a_list_of_keys_of_before_takes_no_receipt_of_an_authority(submitted, keys_of_both):
    """Nor the other way round: what was downloaded once stays true to itself."""
    receipt = told(submitted)
    kid = receipt["kid"]
    without_owner = {kid: {name: part for name, part in published()[kid].items() if name != "authority"}}

    with pytest.raises(ValueError, match="another authority"):
        verify_receipt.verify(receipt, without_owner, [])


def test_it_is_found_when_a_key_was_given_to_another_authority_in_the_database(world, submitted, keys_of_both):
    city, _district = keys_of_both
    genuine = signed(submitted)
    assert list(flaws_of_receipts()) == []

    ReceiptKey.objects.filter(pk=city.pk).update(authority=world.district)
    assert {flaw.row for flaw in flaws_of_receipts()} == {city.kid, submitted.receipt}
    assert not judged(genuine.content).is_valid


def test_it_is_found_when_a_receipt_names_another_authority_than_the_one_that_asked(world, submitted, keys_of_both):
    _city, district = keys_of_both
    facts = {name: part for name, part in told(submitted).items() if name != "signature"}
    moved = facts | {"kid": district.kid, "authority": facts["authority"] | {"id": str(world.district.pk)}}
    SignedReceipt.objects.update(document=sealed(moved, custody.private_key(district.kid)))

    assert check(SignedReceipt.objects.get().content, {key.kid: key.published for key in keys_of_both}).is_valid
    assert [flaw.row for flaw in flaws_of_receipts()] == [submitted.receipt]


# --- dates, lists, the command, the doctor -------------------------------------------------------------------------


def test_rotating_and_revoking_touch_no_other_authority(world, keys_of_both):
    city, district = keys_of_both
    rotate(world.city, at=database_now() + DAY)
    revoke(city.kid, at=database_now() + DAY)

    district.refresh_from_db()
    assert (district.revoked_at, district.valid_until > database_now() + 700 * DAY) == (None, True)
    assert key_in_use(world.district, database_now() + 2 * DAY) == district


def test_the_list_of_public_keys_says_whose_they_are(world, keys_of_both):
    old = of_the_installation(database_now() - 400 * DAY)
    keys = {key["kid"]: key["authority"] for key in Client().get("/.well-known/receipt-keys.json").json()["keys"]}

    assert keys[old.kid] is None
    assert [keys[key.kid] for key in keys_of_both] == [
        {"id": str(one.pk), "zh": one.name_zh, "en": one.name_en} for one in (world.city, world.district)
    ]
    page = Client(headers={"accept-language": "en"}).get("/receipts/").content.decode()
    assert "the installation's, of earlier times" in page
    assert world.city.name_en in page and world.district.name_en in page


def test_the_command_asks_whose_where_several_sign(world, submitted, to_the_district):
    for words in (["make"], ["rotate"]):
        with pytest.raises(CommandError, match=f"--authority.*{world.city.name_zh}.*{world.district.name_zh}"):
            command(*words)
    command("make", "--authority", world.city.name_zh)
    command("make", "--authority", world.district.name_en)
    command("rotate", "--authority", world.district.name_zh)

    assert ReceiptKey.objects.filter(authority=world.district).count() == 2
    assert len(command("list").splitlines()) == 3
    (line,) = command("list", "--authority", world.city.name_zh).splitlines()
    assert line.endswith(world.city.name_zh)
    with pytest.raises(CommandError, match="There is a key already"):
        command("make", "--authority", world.city.name_zh)
    with pytest.raises(CommandError, match="called 无此机关"):
        command("rotate", "--authority", "无此机关")


def test_the_command_says_that_there_is_no_authority_yet(db):
    with pytest.raises(CommandError, match=r"manage\.py authority"):
        command("make")


def test_the_doctor_says_which_authority_has_none(world, submitted, to_the_district):
    rotate(world.city, at=database_now())
    found = receipt_key()

    assert found.remedy.endswith(f'receiptkey make --authority "{world.district.name_zh}"')
    assert f"{world.district}: none is valid" in found.says
    rotate(world.district, at=database_now())
    assert receipt_key().is_well


def test_the_doctor_is_content_where_nobody_asks_yet(db):
    assert receipt_key().is_well
