import pytest

from surveys.lib.text import enumeration, filled

WRONG_UNIT = {"zh": "{name} 的单位应为 {unit}", "en": "The unit of {name} should be {unit}"}


def test_a_message_is_filled_in_every_language():
    message = filled(WRONG_UNIT, name="total", unit="kWh")

    assert message == {"zh": "total 的单位应为 kWh", "en": "The unit of total should be kWh"}


def test_a_value_may_have_its_own_words_in_each_language():
    message = filled(WRONG_UNIT, name="total", unit={"zh": "千瓦时", "en": "kilowatt-hours"})

    assert message == {"zh": "total 的单位应为 千瓦时", "en": "The unit of total should be kilowatt-hours"}


def test_what_is_filled_in_is_shown_as_it_is():
    assert filled({"zh": "“{name}”", "en": "“{name}”"}, name="{unit}") == {"zh": "“{unit}”", "en": "“{unit}”"}


def test_a_message_lacking_a_value_is_refused():
    with pytest.raises(KeyError, match="unit"):
        filled(WRONG_UNIT, name="total")


def test_how_a_question_is_named_in_an_expression_is_no_placeholder():
    how_to = {"zh": "写成 ${name}", "en": "Write ${name}"}

    assert filled(how_to) == how_to


def test_a_value_may_stand_in_braces_of_its_own():
    assert filled({"en": "Write ${{name}}"}, name="total") == {"en": "Write ${total}"}


def test_words_are_enumerated_with_the_commas_of_each_language():
    assert enumeration(["kWh", "MWh"]) == {"zh": "kWh、MWh", "en": "kWh, MWh"}
