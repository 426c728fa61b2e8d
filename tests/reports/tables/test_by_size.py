from decimal import Decimal

import pytest

from surveys.reports.tables.by_size import by_size
from surveys.reports.tables.table import Table, number, text

COLUMNS = (text("code", "Code"), text("label", "Label"), number("kwh", "Electricity", "kWh"))


def ordered(*rows):
    table = by_size(Table("X", "", COLUMNS, rows), ["kwh"], ["code", "label"])
    return [row[0] for row in table.rows]


def test_the_largest_is_first_a_blank_last_and_equals_stay_as_they_are():
    rows = [
        ("a", "", Decimal(1)),
        ("b", "", None),
        ("c", "", Decimal(-1)),
        ("d", "", Decimal(1)),
        ("e", "", Decimal(2)),
    ]

    assert ordered(*rows) == ["e", "a", "d", "c", "b"]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("99", "Everything else"),
        ("98", "x"),
        ("-", "not attributed"),
        ("other", "x"),
        ("z", "其他（市政、合作社等）"),
        ("z", "99 其他"),
        ("z", "Other (city, co-operative …)"),
        ("z", "未知"),
        ("z", "Unknown"),
        ("z", "not stated"),
    ],
)
def test_what_is_left_over_comes_last_however_large(code, label):
    assert ordered((code, label, Decimal(9)), ("1", "Finance", None)) == ["1", code]


@pytest.mark.parametrize("label", ["Otherwise used", "Notting Hill", "990 Finance", "-10 to 0"])
def test_a_name_that_only_begins_alike_is_not_left_over(label):
    assert ordered(("1", label, Decimal(9)), ("2", "Finance", Decimal(1))) == ["1", "2"]
