"""Times, moments, ticks and files; choices that depend on answers; tables of a given length; what stands there before."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from surveys.lib.text import in_language
from surveys.questionnaires.editing.missing_translations import untranslated
from surveys.questionnaires.evaluation.checks import BUILT_IN
from surveys.questionnaires.evaluation.evaluating import evaluate, values_of
from surveys.questionnaires.evaluation.initial_answers import first_answers
from surveys.questionnaires.form.answers import read
from surveys.questionnaires.form.messages import mentioned, with_answers
from surveys.questionnaires.loading.loader import DefinitionError, load
from tests.questionnaires.examples import question, section, stored, words

NOW = datetime(2021, 4, 28, 4, tzinfo=UTC)
BEIJING = ZoneInfo("Asia/Shanghai")


def value_of(typed, type, **more):
    reading = read(load(stored(question("q", type, **more))).question("q"), {"typed": typed})
    return reading.value if reading.problem is None else reading.problem.message["en"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("14:05", "14:05"),
        ("１４：０５", "14:05"),
        ("9:05:59", "09:05"),
        ("14时5分", "14:05"),
        ("14:05:30.000+08:00", "“14:05:30.000+08:00” is not a time of day. Write it like 14:05"),
        ("24:00", "24:00"),
        ("24:01", "“24:01” is not a time of day. Write it like 14:05"),
        ("noon", "“noon” is not a time of day. Write it like 14:05"),
        (" ", None),
    ],
)
def test_a_time_of_day(typed, value):
    assert value_of(typed, "time") == value


@pytest.mark.parametrize(
    "typed", ["2021-04-28 12:00", "2021-04-28T12:00", "2021/4/28 12:00:30", "2021年4月28日12时00分"]
)
def test_a_moment_is_of_the_forms_zone(typed):
    form = load(stored(question("q", "datetime"), zone="Asia/Shanghai"))

    evaluation = evaluate(form, {"q": {"typed": typed}}, now=NOW)

    assert evaluation.values["q"] == datetime(2021, 4, 28, 12, tzinfo=BEIJING)
    assert evaluation.document()["answers"]["q"]["value"] == "2021-04-28T12:00+08:00"
    assert values_of(form, evaluation.document())["q"] == evaluation.values["q"]


@pytest.mark.parametrize(
    "typed",
    ["2021-04-28T04:00:00Z", "2021-04-28T04:00:00.000+0000", "2021-04-27 23:00-05:00", "2021-04-28T12:00+08:00"],
)
def test_a_moment_with_its_offset_is_that_moment(typed):
    form = load(stored(question("q", "datetime"), zone="Asia/Shanghai"))

    document = evaluate(form, {"q": {"typed": typed}}, now=NOW).document()

    assert document["answers"]["q"]["value"] == "2021-04-28T12:00+08:00"


@pytest.mark.parametrize("typed", ["1000-01-01T00:00+14:00", "9999-12-31T23:59-12:00"])
def test_moments_at_the_ends_of_the_calendar_are_no_fault(typed):
    form = load(stored(question("q", "datetime"), zone="Asia/Shanghai"))

    assert evaluate(form, {"q": {"typed": typed}}, now=NOW).values["q"].tzinfo == BEIJING


@pytest.mark.parametrize(
    "typed",
    [
        "2021-04-28",
        "12:00",
        "2021-04-28 12:00+99:00",
        "2021-02-30 12:00",
        "2021-04-28 25:00",
        "soon",
        "0001-01-01T00:00+14:00",
        "2021-04-28 10:00-11:30",
    ],
)
def test_what_is_no_moment(typed):
    assert isinstance(value_of(typed, "datetime"), str)


def test_moments_are_compared_with_now():
    form = load(stored(question("q", "datetime", constraint=". <= now()"), zone="Asia/Shanghai"))

    found = [evaluate(form, {"q": {"typed": f"2021-04-28 {clock}"}}, now=NOW).findings for clock in ("12:00", "12:01")]

    assert [[finding.check for finding in findings] for findings in found] == [[], ["constraint"]]


@pytest.mark.parametrize(
    ("typed", "value"), [("OK", "OK"), ("ok", "OK"), ("是", "OK"), ("no", None), ("", None), ("maybe", None)]
)
def test_a_tick(typed, value):
    reading = read(load(stored(question("q", "acknowledge"))).question("q"), {"typed": typed})

    assert (reading.value, reading.problem is not None) == (value, typed == "maybe")


def provinces_and_cities(choice_filter):
    cities = [("beijing", "north"), ("tianjin", "north"), ("guangzhou", "south")]
    return load(
        stored(
            question("province", "choice", choices="provinces"),
            question("city", "choice", choices="cities", choice_filter=choice_filter),
            choices={
                "provinces": [{"name": name, "label": words(name)} for name in ("north", "south")],
                "cities": [
                    {"name": name, "label": words(name), "attributes": {"province": province}}
                    for name, province in cities
                ],
            },
        )
    )


def test_a_filter_that_leaves_nothing_offers_nothing_and_refuses_what_was_chosen_before():
    form = provinces_and_cities("province = 'nowhere'")

    evaluation = evaluate(form, {"province": {"typed": "north"}, "city": {"typed": "beijing"}}, now=NOW)

    assert evaluation.instance.offered(form.question("city")) == ()
    assert [finding.key for finding in evaluation.findings] == ["choice:city"]


def test_a_filter_offers_what_fits_the_answer_before():
    form = provinces_and_cities("province = ${province}")

    evaluation = evaluate(form, {"province": {"typed": "north"}, "city": {"typed": "beijing"}}, now=NOW)

    assert [choice.name for choice in evaluation.instance.offered(form.question("city"))] == ["beijing", "tianjin"]
    assert evaluation.findings == ()


def test_a_filter_names_only_columns_that_there_are():
    with pytest.raises(DefinitionError, match="no column “provinz”"):
        provinces_and_cities("provinz = ${province}")


def test_a_row_knows_its_place_and_a_choice_its_label():
    columns = [
        question("colour", "choice", choices="colours"),
        question(
            "called", "calculated", calculation="concat(position(..), ' ', jr:choice-name(${colour}, '${colour}'))"
        ),
    ]
    form = load(stored(question("t", "table", questions=columns)))
    rows = [{"row": f"r{n}", "cells": {"colour": {"typed": name}}} for n, name in enumerate(("red", "dark_blue"))]

    evaluation = evaluate(form, {"t": rows}, now=NOW)

    assert [row["called"] for row in evaluation.values["t"]] == ["1 Red", "2 Dark blue"]


def test_a_file_does_not_stand_in_a_table():
    with pytest.raises(DefinitionError, match="A file cannot stand in a table"):
        load(stored(question("t", "table", questions=[question("paper", "file")])))


def rows(*typed):
    return [{"row": f"r{n}", "cells": {"kwh": {"typed": kwh}}} for n, kwh in enumerate(typed, 1)]


@pytest.mark.parametrize(
    ("sites", "filled", "wanted", "checks"),
    [("2", 2, 2, []), ("2", 1, 2, ["rows"]), ("1", 2, 1, ["rows"]), ("", 1, None, []), ("-3", 0, 0, [])],
)
def test_an_answer_says_how_many_rows_a_table_has(sites, filled, wanted, checks):
    table = question("months", "table", questions=[question("kwh", "decimal")], rows={"count": "${sites}", "max": 9})
    form = load(stored(question("sites", "integer"), table))

    evaluation = evaluate(form, {"sites": {"typed": sites}, "months": rows(*["1"] * filled)}, now=NOW)

    assert evaluation.instance.rows_wanted(form.question("months")) == wanted
    assert [finding.check for finding in evaluation.findings] == checks


def test_a_blank_row_between_keeps_the_places_of_the_others():
    columns = [question("kwh", "decimal"), question("place", "calculated", calculation="position(..)")]
    form = load(stored(question("months", "table", questions=columns, rows={"count": "4"})))

    evaluation = evaluate(form, {"months": rows("1", "", "3", "")}, now=NOW)

    assert [(row["place"], row["kwh"]) for row in evaluation.values["months"]] == [(1, 1), (2, None), (3, 3)]


def test_before_anybody_types_there_is_what_is_known_then_defaults_then_what_they_compute_to():
    form = load(
        stored(
            question("name", prefill="facility.name", default="a default"),
            question("power", "decimal", prefill="facility.it_kw", default="7"),
            question("double", "decimal", initial="${power} * 2"),
            question("nothing", "decimal", initial="${double} div 0"),
        )
    )

    entries = first_answers(form, "unit", known={"facility.name": "亦庄一号"}, now=NOW, facts={})

    assert entries == {"name": {"typed": "亦庄一号"}, "power": {"typed": "7"}, "double": {"typed": "14"}}


def test_what_is_read_only_is_written_by_nobody():
    form = load(stored(question("a"), question("b", read_only=True, default="x")))

    assert form.writable() == {"a"}


def test_a_label_shows_an_answer():
    label = {"zh": "${site}的用电量", "en": "Electricity of ${ site }"}

    assert mentioned(label) == {"site"}
    assert with_answers(label, lambda name: {"zh": "亦庄", "en": "Yizhuang"}) == {
        "zh": "亦庄的用电量",
        "en": "Electricity of Yizhuang",
    }


def test_a_text_in_one_language_serves_the_other():
    assert [in_language(text, "en") for text in ({"zh": "题"}, {"fr": "q"}, {"zh": "题", "en": "Q"}, {})] == [
        "题",
        "q",
        "Q",
        "",
    ]


def test_gaps_are_told_by_place_and_language():
    definition = stored(
        sections=[section(question("q", label={"zh": "题"}, hint={"en": "hint"}))],
        choices={"sizes": [{"name": "big", "label": {"zh": "大"}}]},
        checks=[{"id": "E01", "message": {"en": "no"}}],
    )

    assert untranslated(definition) == [
        ("choices.sizes.big.label", "en"),
        ("q.label", "en"),
        ("q.hint", "zh"),
        ("check E01.message", "zh"),
    ]


def test_how_long_somebody_took_is_the_end_less_the_start():
    form = load(
        stored(
            question("start", "hidden", initial="now()"),
            question("end", "hidden", calculation="now()"),
            question(
                "days", "calculated", calculation="decimal-date-time(${end}) - decimal-date-time(${start})", decimals=4
            ),
            zone="Asia/Shanghai",
        )
    )

    opened = first_answers(form, "unit", known={}, now=NOW, facts={})
    evaluation = evaluate(form, opened, now=NOW + timedelta(hours=6))

    assert opened == {"start": {"typed": "2021-04-28T12:00+08:00"}}
    assert evaluation.values["days"] == Decimal("0.25")


def test_a_file_does_not_stand_among_the_organisations_data():
    with pytest.raises(DefinitionError, match="A file cannot be asked in a section about the organisation"):
        load(stored(sections=[section(question("paper", "file"), scope="organisation")]))


def test_a_check_names_the_file_it_is_about():
    check = {
        "id": "T01",
        "severity": "info",
        "questions": ["paper"],
        "rule": "false()",
        "message": {"zh": "收到 {paper}", "en": "Received {paper}"},
    }
    form = load(stored(question("paper", "file"), checks=[check]))
    entry = {"typed": "7f1c", "name": "bill.pdf", "size": "12", "sha256": "ab"}

    (finding,) = evaluate(form, {"paper": entry}, now=NOW).findings

    assert finding.message["en"] == "Received bill.pdf"


def test_a_row_of_a_table_is_seen_from_outside():
    months = question("months", "table", questions=[question("kwh", "decimal")])
    second = question("second", "calculated", calculation="indexed-repeat(${kwh}, ${months}, 2)")

    evaluation = evaluate(load(stored(months, second)), {"months": rows("1", "2.5")}, now=NOW)

    assert evaluation.values["second"] == Decimal("2.5")


def test_what_is_found_without_a_check_is_known_to_be():
    form = provinces_and_cities("province = ${province}")

    evaluation = evaluate(form, {"province": {"typed": "south"}, "city": {"typed": "beijing"}}, now=NOW)

    assert {finding.check for finding in evaluation.findings} == {"choice"} <= BUILT_IN
