import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from surveys.reports.book import TABLES
from surveys.reports.models import Snapshot
from tests.reports.stories import HALF_MINING, accept, answer, make_story, response

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(world):
    made = make_story(world)
    accept(answer(response(made, "A1"), world.alice, **HALF_MINING), world)
    answer(response(made, "C1"), world.charlie)
    return made


def report(round, path, *options):
    call_command("report", str(round), "--out", str(path), *options)
    return path


def as_json(round, tmp_path, *options):
    return json.loads(report(round, tmp_path / "report.json", *options).read_text())


def cells(table, *codes):
    places = [[column["code"] for column in table["columns"]].index(code) for code in codes]
    return [[row[place] for place in places] for row in table["rows"]]


def test_json_holds_every_table(round, tmp_path):
    assert list(as_json(round.code, tmp_path)) == list(TABLES)


def test_json_of_the_accepted_returns(round, tmp_path):
    table = as_json(round.code, tmp_path)["R03"]

    codes = ("region", "facilities", "with_mining", "total_kwh", "mining_kwh", "share_percent")
    assert cells(table, *codes) == [
        ["朝阳区", "1", "1", "30005000", "15002500", "50"],
        ["海淀区", "0", "0", None, None, None],
    ]
    assert table["total"][:3] == ["合计", "1", "1"]


def test_json_of_the_ledger(round, tmp_path):
    table = as_json(round.code, tmp_path)["R04"]

    codes = ("organisation", "facility", "region", "total_kwh", "mining_kwh", "share_percent", "revision")
    assert cells(table, *codes) == [["甲云数据", "甲云一号", "朝阳区", "30005000", "15002500", "50", "1"]]
    assert len(cells(table, "receipt")[0][0]) > 8


def test_json_of_the_emissions(round, tmp_path):
    table = as_json(round.code, tmp_path)["R09"]

    codes = ("region", "mining_kwh", "CN-AVG-2021", "BEIJING-2021", "CN-ETS-2021", "PAPER-2021")
    assert cells(table, *codes)[0] == ["朝阳区", "15002500", "8353.392", "8533.422", "8716.4525", "6601.1"]


def test_provisional_returns_on_demand(round, tmp_path):
    table = as_json(round.code, tmp_path, "--provisional")["R03"]

    assert cells(table, "facilities") == [["1"], ["1"]]


def test_one_region_only(round, tmp_path):
    assert cells(as_json(round.code, tmp_path, "--provisional", "--region", "110108")["R03"], "region") == [["海淀区"]]


def test_the_language_is_chosen(round, tmp_path):
    assert as_json(round.code, tmp_path, "--language", "en")["R03"]["total"][0] == "Total"


def test_a_round_is_found_by_its_id_too(round, tmp_path):
    assert as_json(round.pk, tmp_path)["R03"]["title"] == "分区挖矿用电"


def test_a_workbook_by_the_suffix(round, tmp_path):
    book = openpyxl.load_workbook(report(round.code, tmp_path / "报告.XLSX"))

    assert book["R03 分区挖矿用电"]["E5"].value == 30_005_000


def test_the_snapshot_is_kept(round, tmp_path):
    report(round.code, tmp_path / "r.json")

    assert Snapshot.objects.get().taken_by is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["nowhere", "--out", "r.xlsx"], "There is no round “nowhere”. Rounds: {code}."),
        (["{code}", "--out", "r.pdf"], "The file must end in .xlsx or .json, not in “.pdf”."),
        (["{code}", "--out", "r.json", "--region", "999"], "There is no region with the code “999”."),
        (["{code}", "--out", "r.json", "--region", "120000"], "The round is about 110000 北京市; 120000 lies outside."),
        (
            ["{code}", "--out", "/proc/none/r.json"],
            "The file /proc/none/r.json cannot be written: No such file or directory.",
        ),
    ],
)
def test_mistakes_are_named(round, options, message):
    with pytest.raises(CommandError) as error:
        call_command("report", *(option.format(code=round.code) for option in options))

    assert str(error.value) == message.format(code=round.code)


def test_without_any_round_it_says_so(db):
    with pytest.raises(CommandError, match="Rounds: none yet"):
        call_command("report", "x", "--out", "r.json")
