from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.dates import Month
from surveys.lib.text import in_language
from surveys.questionnaires.form.answers import read, show
from tests.questionnaires.examples import definition, mining, question, words

FORM = definition(
    question("name", max_length=10),
    question("story", "long_text"),
    question("count", "integer"),
    question("machines", "integer", unit="台"),
    question("power", "decimal", units=["W", "kW"], decimals=2),
    question(
        "kwh", "decimal", units=["万千瓦时", "kWh", "MWh"], decimals=4, may_be_unavailable=True, methods="methods"
    ),
    question("plain", "decimal"),
    question("share", "percent", decimals=2),
    question("day", "date"),
    question("month", "month"),
    question("sure", "yes_no"),
    question("colour", "choice", choices="colours"),
    question("colours", "choices", choices="colours"),
    question("remark", "note"),
    question("twice", "calculated", calculation="${plain} * 2", decimals=3),
    question("all", "calculated", calculation="${kwh}", unit="万千瓦时", decimals=4),
    question("paid", "calculated", calculation="${plain}", unit="千元", decimals=4),
    question("secret", "hidden"),
    choices={
        "colours": [
            {"name": "red", "label": {"zh": "红色", "en": "Red"}},
            {"name": "dark_blue", "label": words("Dark blue")},
        ],
        "methods": [{"name": "measured", "label": words("Measured")}],
    },
)


def reading(name, typed, **more):
    return read(FORM.question(name), {"typed": typed, **more})


def flaw(name, typed, language="en", **more):
    problem = reading(name, typed, **more).problem
    assert (problem.check, problem.severity, problem.question) == ("reading", "hard", name)
    return problem.message[language]


CONFUSING = definition(
    question("one", "choice", choices="numbers"),
    question("several", "choices", choices="numbers"),
    choices={
        "numbers": [
            {"name": name, "label": words(label)} for name, label in [("1", "2"), ("2", "1"), ("m", "Mm"), ("M", "m")]
        ]
    },
)


@pytest.mark.parametrize("name", ["1", "2", "m", "M"])
def test_the_name_of_a_choice_goes_before_the_labels_of_others(name):
    assert read(CONFUSING.question("one"), {"typed": name}).value == name
    assert read(CONFUSING.question("several"), {"typed": name}).value == (name,)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("name", "  Cafe\u0301 ", "Café"),
        ("story", "a\nb", "a\nb"),
        ("count", "1,200", Decimal(1200)),
        ("machines", "12 台", Decimal(12)),
        ("kwh", "1,200.5", Decimal("12005000")),
        ("kwh", "１２００．５", Decimal("12005000")),
        ("kwh", "1,200.5万千瓦时", Decimal("12005000")),
        ("kwh", "1200 MWh", Decimal("1200000")),
        ("plain", "0.10", Decimal("0.1")),
        ("share", "35%", Decimal(35)),
        ("share", "35", Decimal(35)),
        ("day", "2021年4月28日", date(2021, 4, 28)),
        ("month", "2020/5", Month(2020, 5)),
        ("sure", "yes", True),
        ("sure", "否", False),
        ("colour", "red", "red"),
        ("colour", "Dark Blue", "dark_blue"),
        ("colour", "红色", "red"),
        ("colours", "dark_blue red red", ("red", "dark_blue")),
        ("colours", "红色、Dark blue", ("red", "dark_blue")),
        ("secret", "x", "x"),
    ],
)
def test_t04_reads_into_canonical_values(name, typed, value):
    assert reading(name, typed).value == value
    assert reading(name, typed).problem is None


@pytest.mark.parametrize("name", [question.name for question in FORM.questions])
def test_nothing_typed_is_blank(name):
    assert reading(name, " ").value is None
    assert read(FORM.question(name), None).value is None
    assert read(FORM.question(name), {}).value is None


def test_the_unit_typed_goes_before_the_unit_chosen():
    assert reading("kwh", "5", unit="MWh").value == 5_000
    assert (reading("kwh", "5 kWh", unit="MWh").value, reading("kwh", "5 kWh", unit="MWh").unit) == (5, "kWh")


@pytest.mark.parametrize(
    ("name", "typed", "understood"),
    [
        ("kwh", "1,200.5", "12,005,000 kWh"),
        ("plain", "1234.50", "1,234.5"),
        ("share", "35", "35%"),
        ("day", "20210428", "2021-04-28"),
        ("month", "2021年4月", "2021-04"),
        ("name", "x", ""),
        ("day", "", ""),
    ],
)
def test_says_what_was_understood(name, typed, understood):
    assert reading(name, typed).understood == understood


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("name", "x" * 11, "The text has 11 characters. Shorten it to at most 10"),
        ("count", "1.5", "Enter “1.5” as a whole number"),
        ("kwh", "1.23456", "“1.23456” has too many decimals. Enter at most 4"),
        ("kwh", "12 GJ", "The unit “GJ” cannot be used here. Use one of: 万千瓦时、kWh、MWh"),
        ("kwh", "12 GWh", "The unit “GWh” cannot be used here. Use one of: 万千瓦时、kWh、MWh"),
        ("plain", "12 kWh", "“kWh” does not belong here. Enter the number only"),
        ("colour", "green", "“green” is not one of the choices. Choose from the list"),
        ("colours", "red green", "“red green” is not one of the choices. Choose from the list"),
        ("sure", "perhaps", "“perhaps” is neither yes nor no. Answer with one of the two"),
        ("day", "2021-02-30", "There is no such day as “2021-02-30”. Check year, month and day"),
        ("sure", "x" * 100, f"“{'x' * 60}…” is neither yes nor no. Answer with one of the two"),
    ],
)
def test_says_what_is_wrong_and_what_to_do(name, typed, message):
    assert flaw(name, typed) == message


def test_t04_an_ambiguous_magnitude_is_refused_with_a_hint():
    assert flaw("kwh", "1200.5万", "zh") == (
        "“1200.5万”中的“万”是数量级还是单位不清楚，请写全单位（如“1200.5 万千瓦时”）或写出完整数字"
    )


@pytest.mark.parametrize("watts", ["3250 W", "3250W", "３２５０Ｗ", "3,250 瓦"])
def test_watts_behind_a_number_are_watts_where_they_are_asked_for(watts):
    found = reading("power", watts)

    assert (found.value, found.unit, found.problem) == (Decimal("3.25"), "W", None)


@pytest.mark.parametrize(("name", "typed"), [("power", "1.2w"), ("power", "5k"), ("kwh", "1200W")])
def test_a_letter_that_may_mean_a_magnitude_is_refused(name, typed):
    assert "It is unclear what" in flaw(name, typed)


def test_t04_a_range_is_refused_as_a_range():
    assert flaw("kwh", "1000-1200", "zh") == (
        "“1000-1200”是一个范围，请填一个确定的数；没有实测值时填最可靠的一个数，并在备注中说明"
    )


def test_a_reason_stands_for_a_number_that_is_not_available():
    found = reading("kwh", "", unavailable=" 电表更换中 ")

    assert (found.value, found.problem, found.unavailable) == (None, None, "电表更换中")


def test_a_number_goes_before_a_reason_left_behind():
    found = reading("kwh", "1", unavailable="电表更换中")

    assert (found.value, found.unavailable) == (10_000, "")


def test_not_everything_may_be_unavailable():
    assert flaw("plain", "", unavailable="不知道") == "“plain” must be answered; “not available” is not possible here"


def test_the_method_is_one_of_those_offered():
    assert reading("kwh", "1", method="measured").method == "measured"
    assert reading("kwh", "", method="measured").method == ""
    assert flaw("kwh", "1", method="guessed").startswith("“guessed” is not one of the ways")


@pytest.mark.parametrize("entry", ["12", 12, ["12"], {"typed": 12}, {"typed": "1", "unit": ["kWh"]}])
def test_entries_of_another_shape_are_refused(entry):
    assert read(FORM.question("plain"), entry).problem.message["en"] == "This answer cannot be read. Enter it again"


ENTRY = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.dictionaries(st.sampled_from(["typed", "unit", "method", "unavailable"]), st.one_of(st.none(), st.text())),
)


@given(st.sampled_from(FORM.questions), ENTRY)
def test_reading_never_raises(one, entry):
    found = read(one, entry)

    assert found.value is None or found.problem is None


@pytest.mark.parametrize(
    ("name", "value", "unit", "zh", "en"),
    [
        ("kwh", Decimal("12005000"), "", "1,200.5 万千瓦时", "12,005,000 kWh"),
        ("kwh", Decimal("12005000"), "MWh", "12,005 MWh", "12,005 MWh"),
        ("share", Decimal("17.780"), "", "17.78%", "17.78%"),
        ("plain", Decimal(1) / Decimal(3), "", "0.333333", "0.333333"),
        ("twice", Decimal("614.5"), "", "614.500", "614.500"),
        ("all", Decimal(1_050_000), "", "105.0000 万千瓦时", "1,050,000 kWh"),
        ("paid", Decimal("1050.5"), "", "1.0505 千元", "1,050.5 yuan"),
        ("machines", Decimal(5), "", "5 台", "5 machines"),
        ("colour", "red", "", "红色", "Red"),
        ("colours", ("red", "dark_blue"), "", "红色、Dark blue", "Red, Dark blue"),
        ("sure", True, "", "是", "yes"),
        ("day", date(2021, 4, 28), "", "2021-04-28", "2021-04-28"),
        ("name", "x", "", "x", "x"),
        ("name", None, "", "", ""),
    ],
)
def test_shows_values_to_people(name, value, unit, zh, en):
    assert [show(FORM.question(name), value, language, unit) for language in ("zh", "en")] == [zh, en]


def test_gigajoules_are_read_as_gigajoules():
    heat = mining().question("heat")

    assert read(heat, {"typed": "500 MJ"}).value == Decimal("0.5")


def test_texts_fall_back_to_chinese():
    assert in_language({"zh": "中", "en": "E"}, "en-GB") == "E"
    assert in_language({"zh": "中"}, "en") == "中"
    assert in_language({}, "zh-hans") == ""
