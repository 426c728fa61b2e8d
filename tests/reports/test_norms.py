from datetime import date
from decimal import Decimal

import pytest

from surveys.questionnaires.library import template
from surveys.reports.norms import norm, norms


def bands(id, *figures):
    return [norm(id).band(Decimal(figure)).name for figure in figures]


def test_gb_grades_contain_their_upper_bound():
    assert bands("GB-40879-2021", "1.20", "1.2001", "1.30", "1.44", "1.50", "1.51") == ["1", "2", "2", "3", "3", "none"]


def test_t07_a_pue_of_144():
    pue = Decimal(18_000) / Decimal(12_500)

    assert norm("GB-40879-2021").band(pue).label["en"] == "Grade 3"
    assert norm("BEIJING-PLAN-2024-TARGET").band(pue).name == "above"
    assert norm("EU-LABEL-PUE-2026").band(pue).name == "D"


def test_t07_the_price_of_what_exceeds_the_limit():
    price = norm("BEIJING-PRICE-2026")
    limit = price.bands[0].most
    excess = 18_000_000 - limit * 12_500_000

    assert excess == 1_125_000
    assert excess * price.band(Decimal("1.44")).value == 225_000


def test_beijing_limits_the_pue_by_size():
    review = norm("BEIJING-REVIEW-2021")
    limits = [review.band(Decimal(tce)) for tce in ("9999.9", "10000", "20000", "30000")]

    assert [str(band.value) for band in limits] == ["1.3", "1.25", "1.2", "1.15"]
    assert [band.status for band in limits] == ["verified", "verified", "unverified", "unverified"]


def test_european_sizes_begin_with_their_lower_bound():
    assert bands("EU-SIZE-2024", "99", "100", "500", "1000", "2000", "10000") == [
        "below",
        "very small",
        "small",
        "medium",
        "large",
        "very large",
    ]


def test_exactly_75_mw_do_not_register():
    assert bands("TEXAS-25.114", "75000", "75000.001") == ["below", "above"]


@pytest.mark.parametrize(
    ("id", "figures"),
    [
        ("EU-LABEL-PUE-2026", ["1.15", "1.25", "1.35", "1.5", "1.7", "1.9", "1.91"]),
        ("EU-LABEL-WUE-2026", ["0.1", "0.2", "0.4", "0.6", "0.8", "1.0", "1.01"]),
    ],
)
def test_what_is_not_known_of_the_label_is_marked(id, figures):
    assert bands(id, *figures) == ["A", "B", "C", "D", "E", "F", "G"]
    assert [band.name for band in norm(id).bands if band.status != "verified"] == ["C", "E", "F"]


@pytest.mark.parametrize(("name", "id"), [("pue_class", "EU-LABEL-PUE-2026"), ("wue_class", "EU-LABEL-WUE-2026")])
def test_the_questionnaire_computes_the_label_by_the_same_bounds(name, id):
    sections = template("eu_2024_1364_v2")["sections"]
    (calculation,) = (one["calculation"] for part in sections for one in part["questions"] if one["name"] == name)
    part = {"pue_class": "${total_kwh}", "wue_class": "${freshwater_m3} * 1000"}[name]
    bounds = [(f"{band.most.normalize()} * ${{it_kwh}}", band.name) for band in norm(id).bands[:-1]]
    chain = [f"if({part} <= {bound}, '{band}', " for bound, band in bounds]

    assert calculation == "".join(chain) + "'G'" + ")" * len(chain)


def test_every_norm_says_where_it_comes_from():
    for one in norms().values():
        texts = [one.measures, one.geography, one.document, one.note, *(band.label for band in one.bands)]
        assert [text for text in texts if not (text["zh"] and text["en"])] == []
        assert one.published


@pytest.mark.parametrize("id", norms())
def test_bands_follow_one_another(id):
    ends = [band.most for band in norm(id).bands]

    assert ends[-1] is None
    assert ends[:-1] == sorted(ends[:-1])


def test_a_norm_knows_when_it_is_in_force():
    grades = norm("GB-40879-2021")

    assert [grades.is_valid_on(date(2022, 10, 31)), grades.is_valid_on(date(2022, 11, 1))] == [False, True]
