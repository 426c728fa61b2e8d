from decimal import Decimal

import pytest
from django.utils import translation

from surveys.reports.amounts import amount, spoken


@pytest.mark.parametrize(
    ("kwh", "chinese", "english"),
    [
        ("0", "0 kWh", "0 kWh"),
        ("999.994", "999.99 kWh", "999.99 kWh"),
        ("9999", "9,999 kWh", "10 MWh"),
        ("10000", "1 万千瓦时", "10 MWh"),
        ("12345678", "1,234.57 万千瓦时", "12.35 GWh"),
        ("205906944", "2.06 亿千瓦时", "205.91 GWh"),
        ("5520663245", "55.21 亿千瓦时", "5.52 TWh"),
    ],
)
def test_an_amount_is_in_the_unit_of_its_size_and_its_reader(kwh, chinese, english):
    with translation.override("zh-hans"):
        assert spoken(Decimal(kwh)) == chinese
    with translation.override("en"):
        assert spoken(Decimal(kwh)) == english


def test_a_blank_is_a_dash():
    assert (amount(None).figure, amount(None).unit) == ("—", "")
