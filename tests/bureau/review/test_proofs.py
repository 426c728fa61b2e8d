"""In review, a figure leads to the file that proves it, and the file names its figures."""

from datetime import timedelta

import pytest

from surveys.responses.actions import save_draft
from surveys.responses.models import Draft
from tests.lib.files.contents import png
from tests.lib.files.papers import pdf
from tests.responses.evidence import attach_to, make_round_with_files
from tests.responses.stories import confirm, fill_in, response_of, submit

TOTAL = "//div[@id='answer-total_kwh']//*[@class='proof']"
NOT_AVAILABLE = {"total_kwh": {"unavailable": "电表故障"}, "total_method": {"typed": ""}}
SHARES = {
    "business": [
        {"row": "r1", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "60"}}},
        {"row": "r2", "cells": {"business_type": {"typed": "02"}, "business_share": {"typed": "40"}}},
    ]
}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def reviewed(world, officer, now):
    """The review page of a return whose form has a bill and a photo; `files`: by question, what is given."""

    def review(files=(), answers=None, **bill):
        round = make_round_with_files(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20), **bill)
        response = response_of(round, world.alice_org)
        contents = {"bill": ("bill.pdf", pdf((595, 842))), "photo": ("photo.png", png())}
        given = {name: attach_to(response, world.alice, *contents[name], name, at=None) for name in files}
        confirm(round, world.alice_org, world.alice, at=now)
        fill_in(response, world.alice, at=now, address={"typed": "示范路1号"}, **(answers or {}))
        base = Draft.objects.get(response=response).version
        changes = {name: {"typed": str(file.pk)} for name, file in given.items()}
        save_draft(response=response, by=world.alice, base=base, changes=changes)
        submit(response_of(round, world.alice_org), world.alice, at=now)
        return officer.at("review", response.pk)

    return review


def test_figure_and_file_lead_to_each_other(reviewed):
    officer = reviewed(["bill"], proves=["total_kwh"])

    (proof,) = officer.page.xpath(f"{TOTAL}[contains(., 'bill.pdf')]//a/@href")
    inside = officer.page.xpath(f"//*[@id='{proof[1:]}']/ancestor::details")[0]
    figure = inside.xpath(".//ul/li")[0]
    assert "".join(inside.xpath("./summary//text()")) == "Bill"
    assert " ".join(figure.text_content().split()) == "B14 Total electricity in the period 30,005,000 kWh"
    assert officer.page.xpath(f"//*[@id='{figure.find('a').get('href')[1:]}']//*[@class='proof']")


@pytest.mark.parametrize(("required", "tone"), [("${has_mining} = 'yes'", "attention"), (False, "neutral")])
def test_a_figure_without_its_file_says_so(reviewed, required, tone):
    officer = reviewed(proves=["total_kwh"], required=required)

    (proof, _of_the_library) = officer.page.xpath(TOTAL)[::-1]
    assert " ".join(proof.text_content().split()) == "no proof No file was given under Bill."
    assert proof.xpath("./span/@class") == [f"tag tag-{tone}"]
    assert officer.page.xpath("//section[@class='evidence']") == []


def test_a_file_that_was_not_asked_for_is_not_missed(reviewed):
    officer = reviewed(proves=["total_kwh"], relevant="${has_mining} = 'yes'")

    assert officer.texts_at(TOTAL) == ["no proof No file was given under Electricity bill or contract."]


def test_a_figure_that_was_not_given_wants_no_proof(reviewed):
    officer = reviewed(answers=NOT_AVAILABLE, proves=["total_kwh", "mining_kwh"])

    assert officer.page.xpath("//div[@id='answer-total_kwh' or @id='answer-mining_kwh']//*[@class='proof']") == []


def test_a_file_without_its_figure_says_that(reviewed):
    officer = reviewed(["bill"], answers=NOT_AVAILABLE, proves=["total_kwh", "hashrate"])

    (figure,) = officer.texts_at("//section[@class='evidence']//li")
    assert figure == "B14 Total electricity in the period not available: 电表故障"


def test_a_column_is_proved_row_by_row(reviewed):
    officer = reviewed(["bill"], answers=SHARES, proves=["business_share"])

    (figure,) = officer.texts_at("//section[@class='evidence']//li")
    assert figure.endswith("60%; 40%")
    (proof,) = officer.texts_at("//div[@id='answer-business']//*[@class='proof']")
    assert proof.endswith("Proved by: Bill (bill.pdf)")


def test_from_file_to_file(reviewed):
    officer = reviewed(["bill", "photo"], proves=["total_kwh"])

    turns = [
        [(link.text.strip(), link.get("href")) for link in one.xpath(".//*[@class='evidence-turn']/a")]
        for one in officer.page.xpath("//section[@class='evidence']/details")
    ]
    assert turns == [[("Next file", "#file-photo")], [("Previous file", "#file-bill")]]


def test_where_no_file_given_proves_anything_the_files_stand_as_they_did(reviewed):
    officer = reviewed(["bill", "photo"])

    assert len(officer.page.xpath("//section[@class='evidence']/details")) == 2
    assert (
        officer.page.xpath("//section[@class='evidence']//*[@class='evidence-turn' or @class='figures-proved']") == []
    )
