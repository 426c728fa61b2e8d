"""One form with every kind of question the checks of the catalogue compare, and what a check says of answers to it."""

import json
from functools import cache

from tests.questionnaires.examples import definition, evaluated, question, rows, words

ENERGY = {"units": ["kWh", "MWh", "万千瓦时"], "may_be_unavailable": True}
CHOICES = {
    "answers": [{"name": name, "label": words(name)} for name in ("yes", "no", "former", "unsure")],
    "states": [
        {"name": name, "label": words(name)} for name in ("checking", "confirmed", "closed", "removed", "operating")
    ],
    "business": [{"name": name, "label": words(name)} for name in ("01", "09", "99")],
    "methods": [{"name": name, "label": words(name)} for name in ("meter", "pdu", "estimate")],
    "miners": [
        {"name": "s19", "label": words("S19"), "attributes": {"hashrate": "95", "watts": "3250"}},
        {"name": "other", "label": words("Other")},
    ],
}
FORM = (
    *(question(name) for name in ("name", "code", "district", "phone", "email", "address", "ip", "note")),
    *(question(name, "decimal", unit="°") for name in ("latitude", "longitude")),
    *(question(name, "integer") for name in ("sites_count", "racks", "in_use")),
    *(question(name, "date") for name in ("start", "end", "mining_from", "mining_to", "exit", "planned")),
    question("start_month", "month"),
    question("days", "integer", unit="天"),
    question("it_kw", "decimal", unit="kW"),
    question("rack_kw", "decimal", unit="kW"),
    question("grid", "decimal", unit="kVA"),
    *(question(name, "decimal", **ENERGY) for name in ("total", "it", "mining", "cooling", "light", "other", "base")),
    question("heat", "decimal", unit="GJ"),
    question("certificates", "integer"),
    question("water", "decimal", unit="m³"),
    question("floor", "decimal", unit="m²"),
    question("rooms", "decimal", unit="m²"),
    question("hashrate", "decimal", units=["PH/s", "TH/s"]),
    question("stated", "percent"),
    question("share", "percent"),
    question("has_mining", "choice", choices="answers"),
    question("kinds", "choices", choices="business"),
    question("method", "choice", choices="methods"),
    question("status", "choice", choices="states"),
    question("declared", "yes_no"),
    question("ticked", "acknowledge"),
    question(
        "table",
        "table",
        questions=[
            question("key"),
            question("place"),
            question("kind", "choice", choices="business"),
            question("percent", "percent"),
            question("count", "integer"),
            question("kwh", "decimal", **ENERGY),
            question("cumulative", "decimal", **ENERGY),
            question("state", "choice", choices="states"),
            question("model", "choice", choices="miners"),
            question("unit_hashrate", "decimal", unit="TH/s"),
            question("unit_power", "decimal", units=["W", "kW"]),
        ],
    ),
)


@cache
def _form(entry):
    return definition(*FORM, choices=CHOICES, checks=[json.loads(entry)])


def trial(check, told, /, facts=None, beside=None, **answers):
    """The evaluation of answers by one check; the table's rows may be given as dicts."""
    if "table" in answers:
        answers["table"] = rows(*answers["table"])
    form = _form(json.dumps({"check": check, "with": told, **(beside or {})}))
    return evaluated(form, facts=facts, **answers)


def says(check, told, /, **more):
    """Findings as "severity:question" or "severity:question:row"."""
    found = trial(check, told, **more).findings
    assert {finding.check for finding in found} <= {check}
    return [":".join(filter(None, [one.severity, one.question, one.row])) for one in found]


def message(check, told, /, language="zh", **more):
    (finding,) = trial(check, told, **more).findings
    return finding.message[language]
