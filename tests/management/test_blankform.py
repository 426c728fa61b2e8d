from datetime import timedelta

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from surveys.registry.models import Organisation
from surveys.responses.models import Draft
from surveys.rounds.actions import close
from tests import factories
from tests.responses.stories import make_issued_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.make_world()


@pytest.fixture
def round(world):
    return make_issued_round(world)


@pytest.mark.parametrize("name", ["number", "pk", "name"])
def test_an_organisation_is_found_by_its_number_its_id_or_its_name(world, round, tmp_path, capsys, name):
    path = tmp_path / "form.xlsx"
    call_command("blankform", round.code, str(getattr(world.alice_org, name)), "--out", str(path))

    assert capsys.readouterr().out == f"{path}\n"
    assert world.alice_org.name in openpyxl.load_workbook(path)["封面"]["B6"].value
    assert not Draft.objects.exists()


def test_hints_and_lists_are_in_the_language_asked_for(world, round, tmp_path):
    call_command(
        "blankform", str(round.pk), world.alice_org.number, "--out", str(tmp_path / "f.xlsx"), "--language", "en"
    )

    assert openpyxl.load_workbook(tmp_path / "f.xlsx").sheetnames[:3] == ["Cover", "Your organisation", "Data centers"]


def refused(round, organisation, path):
    with pytest.raises(CommandError) as error:
        call_command("blankform", round, organisation, "--out", str(path))
    assert not path.exists()
    return str(error.value)


def test_what_cannot_be_found_is_said_with_what_there_is(world, round, tmp_path):
    path = tmp_path / "form.xlsx"

    assert f"{world.alice_org.number} {world.alice_org.name}" in refused(round.code, "nobody", path)
    assert round.code in refused("no-such-round", world.alice_org.number, path)
    assert ".txt" in refused(round.code, world.alice_org.number, tmp_path / "form.txt")
    unasked = factories.make_organisation("不在内")
    assert "asks no organisation" in refused(round.code, unasked.number, path)


def test_a_name_that_two_have_is_not_enough(world, round, tmp_path):
    Organisation.objects.update(name="同名公司")

    assert "Give its number" in refused(round.code, "同名公司", tmp_path / "form.xlsx")


def test_of_a_closed_round_nothing_is_written(world, round, tmp_path):
    close(by=world.officer, round=round, at=round.deadline + timedelta(minutes=1))

    assert "nothing to answer" in refused(round.code, world.alice_org.number, tmp_path / "form.xlsx")
