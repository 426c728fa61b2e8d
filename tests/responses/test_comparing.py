from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from surveys.responses.comparing import Difference, differences

DEFINITION = load(template("mining_2021"))


def document(**answers):
    return {"v": 1, "answers": answers}


def test_the_same_quantity_typed_another_way_is_no_difference():
    old = {"value": "12000000", "unit": "kWh", "typed": "1,200", "typed_unit": "万千瓦时"}
    new = {"value": "12000000", "unit": "kWh", "typed": "12000", "typed_unit": "MWh"}

    assert differences(DEFINITION, document(total_kwh=old), document(total_kwh=new)) == []


def test_differences_stand_in_the_order_of_the_questionnaire():
    old = document(remarks={"value": "a"}, total_kwh={"value": "1"})
    new = document(total_kwh={"value": "2"}, has_mining={"value": "no"})

    assert differences(DEFINITION, old, new) == [
        Difference("total_kwh", {"value": "1"}, {"value": "2"}),
        Difference("has_mining", None, {"value": "no"}),
        Difference("remarks", {"value": "a"}, None),
    ]


def test_a_changed_cell_of_a_table_is_a_difference():
    def rows(share):
        return {"rows": [{"row": "r1", "cells": {"business_share": {"value": share, "typed": share}}}]}

    assert len(differences(DEFINITION, document(business=rows("40")), document(business=rows("60")))) == 1
