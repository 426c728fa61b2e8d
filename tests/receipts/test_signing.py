import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from surveys.audit.chain import seal
from surveys.audit.models import Event
from surveys.lib.canonical_json import canonical_sha256
from surveys.lib.clock import database_now
from surveys.receipts import custody
from surveys.receipts.actions import _sign, revoke, rotate, signed, signed_all
from surveys.receipts.checking import Reason
from surveys.receipts.models import ReceiptKey, SignedReceipt
from surveys.receipts.queries import held_by, judged
from surveys.receipts.verifying import flaws_of_receipts
from surveys.registry.models import Organisation
from surveys.responses.models import Revision
from tests.factories import DEADLINE, make_attachment
from tests.responses.stories import BEFORE, fill_in, submit

FIELDS = {
    "v", "alg", "kid", "signed_at", "event_chain_head", "receipt_no", "authority", "round",
    "questionnaire_version_hash", "organisation", "facility", "revision", "nil", "partial", "received_at",
    "deadline_in_force", "late", "judged_by", "submitted_by", "declared_by", "answers_sha256", "answers_sm3",
    "attachments", "signature",
}  # fmt: skip


def told(revision):
    return json.loads(signed(revision).document)


def leaves(value):
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part)]
    return [leaf for part in value for leaf in leaves(part)] if isinstance(value, list) else [value]


def test_it_says_what_was_submitted_when_and_by_whom(world, submitted, key):
    facts = told(submitted)

    assert facts.keys() == FIELDS
    assert facts["receipt_no"] == submitted.receipt
    assert facts["received_at"] == "2021-04-28T03:00:00.000000Z"
    assert facts["deadline_in_force"] == "2021-04-28T04:00:00.000000Z"
    assert (facts["late"], facts["nil"], facts["revision"]) == (False, False, "1")
    assert facts["answers_sha256"] == submitted.answers_sha256
    assert facts["organisation"]["number"] == world.alice_org.number
    assert facts["facility"]["code"] == submitted.response.assignment.facility.code
    assert facts["questionnaire_version_hash"] == submitted.version.sha256
    assert facts["kid"] == key.kid


def test_figures_are_texts_but_the_version(submitted, key):
    facts = told(submitted)

    assert facts.pop("v") == 2
    assert {type(leaf) for leaf in leaves(facts)} <= {str, bool, type(None)}


def test_it_is_the_same_to_the_byte_whenever_it_is_fetched(world, submitted, key):
    first = signed(submitted).content
    Organisation.objects.update(name="改了名的公司")
    rotate(world.city, at=database_now())

    again = Revision.objects.get(pk=submitted.pk)
    assert signed(again).content == first
    assert judged(first).is_valid


def test_after_a_rotation_new_receipts_carry_the_new_key(world, response, submitted, key):
    old = told(submitted)
    new_key = rotate(world.city, at=database_now())
    fill_in(response, world.alice, remarks={"typed": "corrected"})
    new = submit(response, world.alice)

    assert (old["kid"], told(new)["kid"]) == (key.kid, new_key.kid)
    assert judged(signed(new).content).is_valid


def test_a_correction_is_as_late_as_the_first_revision(world, response, submitted, key):
    fill_in(response, world.alice, remarks={"typed": "corrected"})
    second = told(submit(response, world.alice, at=DEADLINE + timedelta(hours=1)))

    assert (second["late"], second["revision"]) == (False, "2")
    assert second["received_at"] > second["deadline_in_force"] > second["judged_by"]["received_at"]


def test_the_head_of_the_chain_stands_in_it_once_something_is_sealed(world, response, submitted, key):
    assert told(submitted)["event_chain_head"] is None
    seal()
    newest = Event.objects.order_by("seq").last()
    fill_in(response, world.alice, remarks={"typed": "corrected"})

    assert told(submit(response, world.alice))["event_chain_head"] == {"seq": str(newest.seq), "hash": newest.hash}


def test_files_among_the_answers_are_named(world, response, submitted, key):
    file = make_attachment(response, world.alice)
    kept = {"value": str(file.pk), "name": file.name, "size": str(file.size), "sha256": file.sha256}
    answers = submitted.answers | {"answers": submitted.answers["answers"] | {"bill": kept}}
    submitted.answers, submitted.answers_sha256 = answers, canonical_sha256(answers)

    assert told(submitted)["attachments"] == [{"name": file.name, "size": str(file.size), "sha256": file.sha256}]


def test_where_there_never_was_a_key_the_first_receipt_makes_one(submitted, data_folder):
    assert judged(signed(submitted).content).is_valid
    assert ReceiptKey.objects.count() == 1


def test_the_first_key_is_that_of_the_environment_where_one_is_given(submitted, data_folder, settings):
    private = Ed25519PrivateKey.generate()
    settings.RECEIPT_KEYS = [custody.for_the_environment(private)]

    assert told(submitted)["kid"] == custody.kid_of(custody.raw_public(private))
    assert not custody.folder().exists()


def test_a_folder_that_cannot_be_written_to_stands_in_nobodys_way(submitted, data_folder):
    (data_folder / "receipt-keys").write_text("in the way")

    assert signed(submitted) is None
    assert not ReceiptKey.objects.exists()


def test_without_a_key_a_submission_is_none_the_worse_and_is_signed_later(world, submitted, lost_key):
    assert signed(submitted) is None
    rotate(world.city, at=database_now())

    assert judged(signed(submitted).content).is_valid


def test_answers_that_were_changed_in_the_database_are_not_signed(submitted, key):
    answers = json.loads(json.dumps(submitted.answers).replace("as billed", "as wanted"))
    Revision.objects.filter(pk=submitted.pk).update(answers=answers)

    assert signed(Revision.objects.get(pk=submitted.pk)) is None
    assert not SignedReceipt.objects.exists()


def test_of_two_who_ask_at_once_the_first_ones_stays(submitted, key):
    first = signed(submitted)

    assert _sign([submitted], database_now())  # as by somebody who had looked just before
    assert signed(submitted).content == first.content


def test_many_are_signed_with_few_queries(world, response, submitted, key, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert len(signed_all([submitted])) == 1


# --- by number and code --------------------------------------------------------------------------------------------


def test_it_is_found_by_number_and_code_however_they_are_typed(submitted, key):
    receipt = signed(submitted)
    typed = [receipt.code, receipt.code_in_groups.upper(), f" {receipt.code[:8]} {receipt.code[8:]}"]
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in receipt.code)

    assert all(held_by(submitted.receipt.lower(), code) == receipt for code in [*typed, full_width])


@pytest.mark.parametrize("code", ["", "0" * 16, "x", "é"])
def test_without_the_code_the_number_finds_nothing(submitted, key, code):
    signed(submitted)

    assert held_by(submitted.receipt, code) is None


# --- revoked keys, and the doctor ----------------------------------------------------------------------------------


def test_with_a_revoked_key_only_what_is_on_record_counts(submitted, key):
    genuine = signed(submitted).content
    revoke(key.kid, at=database_now())
    assert judged(genuine).is_valid
    SignedReceipt.objects.all().delete()

    assert judged(genuine).reason is Reason.REVOKED


def reasons():
    return [(flaw.row, flaw.reason) for flaw in flaws_of_receipts()]


def test_the_history_holds_receipts_and_keys(submitted, key):
    signed(submitted)

    assert reasons() == []


def test_it_is_found_when_a_receipt_or_its_revision_or_its_key_was_changed(submitted, key):
    receipt = signed(submitted)
    Revision.objects.update(submitted_at=BEFORE - timedelta(hours=1))
    assert [row for row, _reason in reasons()] == [submitted.receipt]
    Revision.objects.update(submitted_at=BEFORE)
    SignedReceipt.objects.update(document=receipt.document.replace('"late":false', '"late":true'))
    assert [row for row, _reason in reasons()] == [submitted.receipt]
    SignedReceipt.objects.update(document="{")
    assert [row for row, _reason in reasons()] == [submitted.receipt]
    SignedReceipt.objects.update(document=receipt.document)
    Event.objects.filter(verb="made_receipt_key").delete()
    assert [row for row, _reason in reasons()] == [key.kid]
