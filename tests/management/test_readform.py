import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.responses.models import Draft
from tests import factories
from tests.responses.stories import confirm, make_issued_round
from tests.workbooks.fillable.by_hand import hand_out, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.make_world()


@pytest.fixture
def round(world):
    for code in ("F01", "F02"):
        factories.make_facility(world.alice_org, code=code)
    now = database_now()
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    confirm(round, world.alice_org, world.alice, at=now)
    return round


@pytest.fixture
def handed(world, round):
    return hand_out(round, world.alice_org, at=database_now())


@pytest.fixture
def read(round, tmp_path, capsys):
    """Exit status and what is printed."""

    def run(content, *options):
        path = tmp_path / "filled in.xlsx"
        path.write_bytes(content if isinstance(content, bytes) else content.content)
        try:
            call_command("readform", round.code, str(path), *options)
        except SystemExit as ended:
            return ended.code, capsys.readouterr().out
        return 0, capsys.readouterr().out

    return run


def test_what_it_would_change_is_told_and_nothing_is_saved(handed, read):
    status, out = read(handed.write("F01", total_kwh=6), "--json")
    told = json.loads(out)
    assert status == 0
    assert {name: told[name] for name in ("facilities", "new", "changed", "wrong", "errors")} == {
        "facilities": 2, "new": 1, "changed": 0, "wrong": 0, "errors": [],
    }  # fmt: skip
    assert not Draft.objects.exists()


def test_wrong_cells_end_with_1_and_come_back_in_a_marked_copy(handed, read, tmp_path):
    handed.write("F01", total_kwh="约一千").write("F02", total_kwh=6)
    marked = tmp_path / "marked.xlsx"
    status, out = read(handed, "--json", "--save", "--marked", str(marked))
    (error,) = json.loads(out)["errors"]
    cell = handed.cell("total_kwh", "F01")
    assert status == 1
    assert (error["sheet"], error["cell"]) == (cell.parent.title, cell.coordinate)
    assert (error["question"], error["value"]) == ("total_kwh", "约一千")
    assert "约" in error["message"]
    assert Draft.objects.get().answers["total_kwh"] == {"typed": "6"}
    assert Event.objects.get(verb="filled_in_by_workbook").actor_name == ""
    repaired = opened(marked.read_bytes()).write("F01", total_kwh=1000)
    status, out = read(repaired, "--json", "--save")
    assert (status, json.loads(out)["facilities"]) == (0, 1)
    assert Draft.objects.count() == 2


def test_for_people_it_is_told_in_lines(handed, read):
    status, out = read(handed.write("F01", total_kwh="x"), "--language", "en")
    assert status == 1
    assert out.splitlines()[0].startswith("2 data centers; cells: 0 new, 0 changed, ")
    assert f"!{handed.cell('total_kwh', 'F01').coordinate}  total_kwh  “x”: " in out


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_ends_with_2(read, content):
    with pytest.raises(CommandError) as refused:
        read(content)
    assert refused.value.returncode == 2


def test_a_workbook_of_another_round_ends_with_2_and_names_it(world, read):
    other = make_issued_round(world, title_zh="另一批次")
    with pytest.raises(CommandError, match="另一批次") as refused:
        read(hand_out(other, world.alice_org))
    assert refused.value.returncode == 2
