import pytest

from surveys.help import pages
from surveys.questionnaires.catalogue import CATALOGUE
from surveys.questionnaires.catalogue.reference import checks, meaning_of, parameters, severities


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_manual_lists_every_check_in_order_and_every_parameter(language):
    page = pages.source("checks", language)
    named = [line.split(" | ")[0].removeprefix("| ") for line in checks(language).splitlines()[2:]]

    assert named == [f"E{number:02}" for number in range(1, 55)]
    assert checks(language) in page
    assert parameters(language) in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_has_all_its_cells(language):
    for table in (checks(language), parameters(language)):
        assert len({line.count("|") for line in table.splitlines()}) == 1


@pytest.mark.parametrize(
    ("id", "found"),
    [
        ("E09", ["hard"]),
        ("E01", ["info"]),
        ("E20", ["hard", "soft"]),
        ("E06", ["hard", "soft"]),
        ("E42", ["hard", "soft"]),
    ],
)
def test_how_grave_a_check_can_be(id, found):
    assert severities(CATALOGUE[id]) == found


def test_what_a_parameter_is_and_what_holds_without_it():
    assert "| E10 | As many racks are in use as is usual | soft | **`in_use`**, **`racks`**, `least = 0.2` |" in checks(
        "en"
    )
    assert "| `limit` | the limit or the latest date | a question, a number or an expression |" in parameters("en")
    assert "| `least` | 下限 | 数字 |" in parameters("zh")


def test_a_parameter_nobody_explained_says_which_file_to_open():
    with pytest.raises(KeyError, match=r"catalogue/meanings\.py does not say what the parameter slack"):
        meaning_of("slack")
