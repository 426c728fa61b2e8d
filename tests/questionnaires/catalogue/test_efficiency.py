import pytest

from tests.questionnaires.catalogue.examples import message, says

PUE = {"it": "it", "total": "total"}


@pytest.mark.parametrize(
    ("it", "total", "found"),
    [
        ("100", "99.9", ["hard:it"]),
        ("100", "100", ["soft:it"]),
        ("100", "104.9", ["soft:it"]),
        ("100", "105", []),
        ("100", "250", []),
        ("100", "250.1", ["soft:it"]),
        ("", "100", []),
        ("0", "100", []),
        ("100", "", []),
    ],
)
def test_e21_pue(it, total, found):
    assert says("E21", PUE, it=it, total=total) == found


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("9999996", "is 0.9999996. It cannot"),
        ("9900000", "is 0.9900. It cannot"),
        ("9876543", "is 0.9877. It cannot"),
        ("25000001", "is 2.5000001, outside the usual 1.05 to 2.5"),
    ],
)
def test_e21_a_ratio_just_beyond_its_bound_is_not_shown_as_the_bound(total, said):
    assert said in message("E21", PUE, language="en", it="10000000", total=total)


@pytest.mark.parametrize(
    ("it", "total", "found"),
    [("100", "150", []), ("100", "150.1", ["info:it"]), ("100", "90", []), ("", "150", []), ("100", "", [])],
)
def test_e43_grade_three_ends_at_one_and_a_half(it, total, found):
    assert says("E43", PUE, it=it, total=total) == found


def test_e43_another_limit():
    words = message("E43", PUE | {"limit": "1.35"}, it="12500 MWh", total="18000 MWh")

    assert words.startswith("PUE 为 1.4400，高于 1.35")


@pytest.mark.parametrize(
    ("water", "it", "found"),
    [
        ("0", "1000", ["soft:water"]),
        ("0.049", "1000", ["soft:water"]),
        ("0.05", "1000", []),
        ("4", "1000", []),
        ("4.001", "1000", ["soft:water"]),
        ("10", "1000", ["soft:water"]),
        ("10.001", "1000", ["hard:water"]),
        ("-1", "1000", ["hard:water"]),
        ("", "1000", []),
        ("1", "", []),
        ("1", "0", []),
    ],
)
def test_e45_water_of_1000_kwh(water, it, found):
    assert says("E45", {"water": "water", "it": "it"}, water=water, it=it) == found


def test_e45_says_the_ratio():
    assert "为 12.500 L/kWh" in message("E45", {"water": "water", "it": "it"}, water="12.5", it="1000")
