"""What an entry is spelt as in the cells of a workbook."""

import pytest

from surveys.questionnaires.library import template
from surveys.questionnaires.loading import load
from surveys.workbooks.fillable.spelling import spelt

FORM = load(template("mining_2021"))


@pytest.mark.parametrize(
    ("question", "entry", "cells"),
    [
        ("total_kwh", {"typed": "1,200.50", "unit": "万千瓦时"}, {"typed": "1200.5", "unit": "万千瓦时"}),
        ("total_kwh", {"typed": "１２００ 万度", "unit": ""}, {"typed": "1200", "unit": "万千瓦时"}),
        ("total_kwh", {"typed": "0012"}, {"typed": "12", "unit": "万千瓦时"}),
        ("total_kwh", {"typed": "about 5"}, {"typed": "about 5", "unit": "万千瓦时"}),
        ("total_kwh", {"typed": "", "unit": "kWh", "unavailable": "no meter"}, {"unavailable": "no meter"}),
        ("total_kwh", {"typed": " ", "unit": "MWh"}, None),
        ("total_kwh", None, None),
        ("has_mining", {"typed": "是"}, {"typed": "yes"}),
        ("total_method", {"typed": "bill"}, {"typed": "bill"}),
        ("remarks", {"typed": " as  billed "}, {"typed": "as  billed"}),
    ],
)
def test_an_entry_is_spelt_as_its_cells_give_it_back(question, entry, cells):
    asked = FORM.question(question)
    assert spelt(asked, entry) == cells
    assert spelt(asked, spelt(asked, entry)) == cells
