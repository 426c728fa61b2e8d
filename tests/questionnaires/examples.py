"""Small definitions, and a complete answer to the 2021 form, for the tests of the engine."""

from datetime import UTC, date, datetime
from functools import cache

from surveys.questionnaires.editing import operations
from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.form.problems import DefinitionError
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load

NOW = datetime(2021, 4, 28, 3, 0, tzinfo=UTC)
TODAY = date(2021, 4, 28)
HARD_TO_MISS = {"zh": "不对", "en": "wrong"}


def words(text):
    return {"zh": text, "en": text}


def question(name, type="text", **more):
    return {"name": name, "number": "", "type": type, "label": words(name), **more}


def section(*questions, name="main", scope="unit", **more):
    return {"name": name, "number": "A", "label": words(name), "scope": scope, "questions": list(questions), **more}


def stored(*questions, sections=None, **more):
    """A definition as it is stored, with one section unless sections are given."""
    return {
        "format": 1,
        "code": "TEST",
        "unit": "facility",
        "title": words("Test"),
        "choices": {
            "colours": [{"name": "red", "label": words("Red")}, {"name": "dark_blue", "label": words("Dark blue")}]
        },
        "sections": sections or [section(*questions)],
        **more,
    }


def check(id, questions, rule, severity="hard", message=HARD_TO_MISS, **more):
    return {"id": id, "severity": severity, "questions": questions, "rule": rule, "message": message, **more}


def definition(*questions, **more):
    return load(stored(*questions, **more))


def problems(data):
    """What load() has against a definition, as "place: message"."""
    try:
        load(data)
    except DefinitionError as error:
        return [str(problem) for problem in error.problems]
    return []


def typed(**answers):
    """Entries from texts; whatever is no text is taken as it is."""
    return {name: {"typed": answer} if isinstance(answer, str) else answer for name, answer in answers.items()}


def rows(*cells):
    """The rows of a table, called r1, r2 …"""
    return [{"row": f"r{place}", "cells": typed(**one)} for place, one in enumerate(cells, start=1)]


def evaluated(form, *, facts=None, reasons=None, nil=False, scope=None, now=NOW, **answers):
    return evaluate(form, typed(**answers), now=now, facts=facts, reasons=reasons, nil=nil, scope=scope)


def keys(evaluation):
    return [finding.key for finding in evaluation.findings]


@cache
def mining(extended=True):
    return load(template("mining_2021") | {"extended": extended})


ORGANISATION = {
    "org_name": "北京数据有限公司",
    "uscc": "91110000600037341L",
    "org_class": "colocation",
    "org_address": "海淀区某路 1 号",
    "org_district": "110108",
    "contact_name": "张三",
    "contact_phone": "13800000000",
    "responsible": "李四",
}
SITE = {
    "facility_name": "亦庄一号",
    "district": "110115",
    "address": "某街 2 号",
    "tenure": "owned",
    "start_month": "2015-06",
    "racks": "1,000",
    "racks_in_use": "800",
    "grid_kva": "2,000",
    "it_kw": "1,200",
    "business": rows({"business_type": "01", "business_share": "100"}),
    "period_from": "2020-04-01",
    "period_to": "2021-03-31",
    "total_kwh": "900.5",
    "total_method": "bill",
    "has_mining": "no",
    "declaration": "yes",
}
MINER = {
    "business": rows({"business_type": "01", "business_share": "70"}, {"business_type": "09", "business_share": "30"}),
    "has_mining": "yes",
    "mining_role": "own",
    "coins": "BTC",
    "mining_from": "2019-01-01",
    "fleet": rows({"model": "s19", "machines": "100", "unit_hashrate": "95", "unit_power": "3250"}),
    "mining_kwh": "270.5",
    "mining_method": "meter",
    "status": "operating",
}


def answer(*, facts=None, reasons=None, extended=True, **changes):
    """The full form of a data center without mining, changed as told; None takes an answer away."""
    answers = {name: one for name, one in {**ORGANISATION, **SITE, **changes}.items() if one is not None}
    return evaluated(mining(extended), facts=facts, reasons=reasons, **answers)


def answer_as_miner(**changes):
    return answer(**{**MINER, **changes})


def names_in(definition, section="main"):
    return [one["name"] for one in operations.find(definition, section)["questions"]]


MONTHS = question(
    "months",
    "table",
    rows={"max": 3},
    questions=[
        question("month", "month", required=True),
        question("kwh", "decimal", units=["MWh", "kWh"], constraint=". >= 0"),
        question("note", relevant="${kwh} > 1000", required=True),
        question("double", "calculated", calculation="${kwh} * 2", unit="kWh"),
    ],
)
