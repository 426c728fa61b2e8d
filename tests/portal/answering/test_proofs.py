"""While answering: the figure leads to the file that proves it, the file to its figures."""

from datetime import timedelta

import pytest

from surveys.accounts.models import Membership
from surveys.accounts.people import share
from tests.lib.files.contents import PDF
from tests.portal.visitor import Visitor
from tests.responses.evidence import answer_with, attach_to, make_round_with_files
from tests.responses.stories import confirm, fill_in, response_of


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def response(world, now):
    def begin(*proves, required=False, **answers):
        hours = {"at": now - timedelta(hours=2), "deadline": now + timedelta(hours=20)}
        round = make_round_with_files(world, proves=list(proves), required=required, **hours)
        confirm(round, world.alice_org, world.alice, at=now)
        fill_in(response_of(round, world.alice_org), world.alice, at=now, **answers)
        return response_of(round, world.alice_org)

    return begin


def section(response, name):
    return f"/portal/assignments/{response.assignment_id}/sections/{name}/"


def at(user, response, name, language="en"):
    visitor = Visitor(user)
    visitor.client.cookies["language"] = language
    return visitor.open(section(response, name))


def proofs(visitor, question):
    """What is said of proof there, and where it leads."""
    found = visitor.page.xpath(f"//*[@id='q-{question}']//p[contains(@class, 'proof')]")
    return [(" ".join(one.text_content().split()), one.xpath("string(./a/@href)")) for one in found]


def test_the_file_names_its_figures_with_what_was_answered(world, response):
    mine = response("total_kwh", "it_kw", it_kw={"typed": ""})

    assert proofs(at(world.alice, mine, "statement"), "bill") == [
        ("Proves: B14 Total electricity in the period 30,005,000 kWh", section(mine, "electricity") + "#f-total_kwh"),
        ("Proves: B10 IT power not answered yet", section(mine, "facility") + "#f-it_kw"),
    ]


@pytest.mark.parametrize(("required", "words"), [(True, "Upload its proof:"), (False, "Its proof can be uploaded:")])
def test_the_figure_leads_to_where_its_proof_is_uploaded(world, response, required, words):
    mine = response("total_kwh", required=required)
    where = section(mine, "statement") + "#f-bill"

    assert (f"{words} D03 Bill", where) in proofs(at(world.alice, mine, "electricity"), "total_kwh")
    answer_with(mine, world.alice, attach_to(mine, world.alice, at=None), at=None)
    (told,) = [one for one in proofs(at(world.alice, mine, "electricity"), "total_kwh") if one[1] == where]
    assert told[0].startswith(f"Proved by: D03 Bill bill.pdf ({len(PDF)}")


def test_a_figure_that_is_not_asked_is_not_named(world, response):
    mine = response("mining_kwh")

    assert proofs(at(world.alice, mine, "statement"), "bill") == []
    fill_in(mine, world.alice, at=None, has_mining={"typed": "yes"}, mining_kwh={"typed": "5", "unit": "MWh"})
    (told,) = proofs(at(world.alice, mine, "statement"), "bill")
    assert told[0].endswith(" 5 MWh")


def test_a_column_is_told_at_its_table(world, response):
    mine = response("business_share")

    (told,) = proofs(at(world.alice, mine, "facility"), "business")
    assert told == (
        "Share of electricity · Its proof can be uploaded: D03 Bill",
        section(mine, "statement") + "#f-bill",
    )
    (back,) = proofs(at(world.alice, mine, "statement"), "bill")
    assert back[0].endswith(" 100%")
    assert back[1] == section(mine, "facility") + "#f-business"


def test_who_was_given_only_the_files_section_reads_no_figure_of_another(world, response):
    mine = response("total_kwh")
    bob = Membership.objects.get(user=world.bob)
    share(by=world.alice, person=bob, facilities=[], sections=["CN-BJ-MINING-2021/statement"])

    (told,) = proofs(at(world.bob, mine, "statement"), "bill")
    assert told == ("Proves: B14 Total electricity in the period", "")


def test_what_is_said_of_a_figure_follows_while_somebody_types(world, response):
    mine = response("total_kwh")
    visitor = at(world.alice, mine, "statement")
    saved = visitor.client.post(section(mine, "statement") + "autosave/", dict(visitor.values())).json()

    assert "30,005,000" in saved["fragments"]["f-bill-proves"]


def test_chinese(world, response):
    mine = response("total_kwh")

    assert "可上传证明材料： D03 电费单" in at(world.alice, mine, "electricity", "zh-hans").text
    assert "证明： B14 统计期总用电量 3,000.5 万千瓦时" in at(world.alice, mine, "statement", "zh-hans").text
