"""Reports of questionnaires other than the mining survey: what they look for is found by roles."""

from decimal import Decimal

import pytest

from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from surveys.reports.microdata import Hosted
from surveys.reports.reading import Reader


def figures(name, change=None, **answers):
    stored = template(name)
    if change:
        change(stored)
    return Reader(load(stored)).figures({"answers": {asked: {"value": value} for asked, value in answers.items()}})


@pytest.mark.parametrize("name", ["annual_return", "us_eia_862", "mining_2021"])
@pytest.mark.parametrize(("says", "involved"), [("no", False), ("yes", True)])
def test_who_answers_no_is_not_involved_also_where_no_nil_return_is_offered(name, says, involved):
    assert figures(name, has_mining=says)["involved"] is involved


def test_a_nil_return_on_another_question_says_nothing_about_mining():
    def nil_for_the_small(stored):
        stored["nil"] = {"question": "dc_type", "value": "colocation", "requires": []}

    assert figures("annual_return", nil_for_the_small, has_mining="no")["involved"] is False


@pytest.mark.parametrize(("kwh", "involved"), [("1500.5", True), ("0", None)])
def test_who_spends_electricity_on_mining_is_involved_also_where_nobody_is_asked_whether_he_mines(kwh, involved):
    def without_the_question(stored):
        del stored["roles"]["has_mining"]

    assert figures("annual_return", without_the_question, mining_kwh=kwh)["involved"] is involved


@pytest.mark.parametrize(
    ("units", "kwh"), [(["GJ"], 1000), (["MJ", "GJ"], 1000), (["tce"], None), (["kWh"], Decimal("3.6"))]
)
def test_energy_asked_in_joules_is_reported_in_kwh_and_what_is_no_electricity_is_a_blank(units, kwh):
    def asked_in(stored):
        questions = [one for section in stored["sections"] for one in section["questions"]]
        next(one for one in questions if one["name"] == "total_kwh")["units"] = units

    assert figures("annual_return", asked_in, total_kwh="3.6")["total_kwh"] == kwh


@pytest.mark.parametrize("question", ["dc_type", "total_kwh", "remarks"])
def test_a_business_that_is_no_table_has_no_rows(question):
    def misnamed(stored):
        stored["roles"]["business"] = question

    assert figures("annual_return", misnamed, dc_type="colocation", total_kwh="5", remarks="甲")["hosted"] == ()


def test_a_share_of_a_business_that_is_no_figure_is_a_blank():
    stored = template("annual_return")
    stored["roles"]["business_share"] = "business_type"
    rows = {"rows": [{"row": "r1", "cells": {"business_type": {"value": "01"}}}]}

    assert Reader(load(stored)).figures({"answers": {"business": rows}})["hosted"] == (Hosted("01", None),)


def test_mining_may_be_asked_as_yes_or_no():
    def asked_plainly(stored):
        question = {"name": "mines", "type": "yes_no", "label": {"zh": "是否挖矿", "en": "Do you mine?"}}
        stored["sections"][-1]["questions"].append(question)
        stored["roles"]["has_mining"] = "mines"

    says = figures("annual_return", asked_plainly, mines="yes")

    assert (says["involved"], says["has_mining"]) == (True, "yes")
