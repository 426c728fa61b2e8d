"""A receipt checked in the browser itself, by a script that shares nothing with the server but the published keys."""

import base64
import uuid
from datetime import datetime

import pytest
from playwright.sync_api import expect

from surveys.lib.clock import database_now
from surveys.receipts.actions import rotate, signed
from surveys.receipts.models import ReceiptKey
from surveys.responses.actions import submit_nil
from tests.receipts.test_golden import GOLDEN, JWKS, RECEIPTS, RECEIPTS_2
from tests.responses.stories import confirm, response_of

pytestmark = pytest.mark.browser
GENUINE = {"zh-hans": "没有上传任何内容：回执真实", "en": "nothing was sent: the receipt is genuine"}
REFUSED = {"zh-hans": "不是本机关所签", "en": "this is not what we signed"}
FITTING = {"zh-hans": "所附内容即为", "en": "These are the answers"}
OTHERS = {"zh-hans": "所附内容不是", "en": "These are not the answers"}
ON_RECORD = {"zh-hans": "回执真实，内容未经改动", "en": "The receipt is genuine and unaltered"}
CHECK_ALL = """
async ({ receipts, keys }) => {
  const { isGenuine, areItsAnswers, read } = await import("/static/surveys/receipts.js");
  const taken = async (text) => { try { return await isGenuine(read(text), keys); } catch { return false; } };
  const found = { genuine: 0, fitting: 0, altered: 0, refused: 0 };
  for (const { receipt, answers } of receipts) {
    found.genuine += await taken(receipt);
    found.fitting += await areItsAnswers(read(receipt), read(answers));
  }
  const [{ receipt }] = receipts;
  for (let place = 0; place < receipt.length; place += 1) {
    const other = String.fromCharCode(receipt.charCodeAt(place) ^ (1 + place % 127));
    found.altered += 1;
    found.refused += !(await taken(receipt.slice(0, place) + other + receipt.slice(place + 1)));
  }
  const twice = receipt.replace("{", '{"v":1,');
  return { ...found, twice: await taken(twice) };
}
"""


@pytest.fixture
def golden(world):
    """The keys of the receipts that are fixed for ever are the authority's."""
    for key in GOLDEN["keys"]["keys"]:
        ReceiptKey.objects.create(
            kid=key["kid"],
            public_key=base64.urlsafe_b64decode(key["x"] + "=").hex(),
            valid_from=datetime.fromisoformat(key["valid_from"]),
            valid_until=datetime.fromisoformat(key["valid_until"]),
            made_at=datetime.fromisoformat(key["valid_from"]),
        )


def as_file(name, text):
    return {"name": name, "mimeType": "application/json", "buffer": text.encode()}


def test_a_stranger_checks_a_file_without_sending_it(golden, sit_down, language):
    stranger = sit_down()
    stranger.open("/receipts/")
    page, here = stranger.page, stranger.page.locator("#here")

    page.locator("#id_receipt").set_input_files(as_file("r.json", RECEIPTS[1]["receipt"]))
    expect(here).to_contain_text(GENUINE[language])
    page.locator("#id_answers").set_input_files(as_file("a.json", RECEIPTS[1]["answers"]))
    expect(here).to_contain_text(FITTING[language])
    page.locator("#id_answers").set_input_files(as_file("a.json", RECEIPTS[2]["answers"]))
    expect(here).to_contain_text(OTHERS[language])
    page.locator("#id_document").fill(RECEIPTS[1]["receipt"].replace('"late":false', '"late":true'))
    page.locator("#id_document").blur()
    expect(here).to_contain_text(REFUSED[language])


def test_the_browser_agrees_on_all_that_are_fixed_and_finds_every_altered_letter(golden, sit_down):
    stranger = sit_down()
    stranger.open("/receipts/")

    for receipts in (RECEIPTS, RECEIPTS_2):
        found = stranger.page.evaluate(CHECK_ALL, {"receipts": receipts, "keys": list(JWKS.values())})
        assert (found["genuine"], found["fitting"], found["twice"]) == (20, 20, False)
        assert found["altered"] == found["refused"] > 1000
    of_others = [key | {"authority": {"id": "another", "zh": "", "en": ""}} for key in JWKS.values()]
    assert stranger.page.evaluate(CHECK_ALL, {"receipts": RECEIPTS_2, "keys": of_others})["genuine"] == 0
    assert stranger.page.evaluate(CHECK_ALL, {"receipts": RECEIPTS, "keys": of_others})["genuine"] == 0


def test_who_comes_by_the_code_on_paper_has_only_to_press(world, round, sit_down, language, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    rotate(world.city, at=database_now())
    response = response_of(round, world.alice_org)
    confirm(round, world.alice_org, world.alice, at=database_now())
    receipt = signed(submit_nil(response=response, by=world.alice, key=uuid.uuid4(), declared_by="Alice"))
    stranger = sit_down()

    stranger.open(f"/receipts/#{receipt.facts['receipt_no']}/{receipt.code}")
    stranger.page.locator("#number-form button").click()

    expect(stranger.page.locator("#result")).to_contain_text(ON_RECORD[language])
    expect(stranger.page.locator("#result")).to_contain_text(receipt.facts["receipt_no"])
