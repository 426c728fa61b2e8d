"""The register and the questionnaires that come with the product call one thing by one word, in both languages."""

import re

import pytest
from django.utils import translation

from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading import load
from surveys.registry.models import Organisation
from surveys.registry.roster_fields import FIELDS, Kind, field_of

LANGUAGES = ("zh", "en")
FIELD_OF_FACT = {"started": "started_on"}
ASKED_ELSEWHERE = {
    ("annual_return", "dc_type"): (Kind.FACILITY, "kind"),
    ("mining_2021", "client_racks"): (Kind.FACILITY, "racks"),
    ("mining_2021", "racks_in_use"): (Kind.FACILITY, "racks"),
    ("annual_return", "client_racks"): (Kind.FACILITY, "racks"),
    ("annual_return", "racks_in_use"): (Kind.FACILITY, "racks"),
    ("annual_return", "design_racks"): (Kind.FACILITY, "racks"),
    ("ledger_1283", "project_district"): (Kind.FACILITY, "region"),
    ("ledger_1283", "project_address"): (Kind.FACILITY, "address"),
}
"""Questions about what the register holds, too, that are not filled in from it."""
WORDS_OF_A_LAW = {
    "eu_2024_1364_v1": "the words of Delegated Regulation (EU) 2024/1364 and its annexes",
    "eu_2024_1364_v2": "the words of Delegated Regulation (EU) 2024/1364 and its annexes",
    "texas_25_114": "the words of 16 TAC §25.114",
    "us_eia_862": "the words of form EIA-862",
}
ANOTHER_WORD = {
    ("uscc", "zh"): "asks for the credit code alone, where the register takes other numbers, too",
    ("uscc", "en"): "asks for the credit code alone, where the register takes other numbers, too",
    ("contact_phone", "zh"): "asks for a mobile number, where the register takes any",
    ("contact_phone", "en"): "asks for a mobile number, where the register takes any",
    ("start_month", "zh"): "asks for the month, where the register holds the day",
}


def question_and_field(name):
    for question in load(template(name)).questions:
        kind, _dot, fact = (question.prefill or "").partition(".")
        if kind in set(Kind):
            yield question, field_of(Kind(kind), FIELD_OF_FACT.get(fact, fact))
        elif (name, question.name) in ASKED_ELSEWHERE:
            yield question, field_of(*ASKED_ELSEWHERE[name, question.name])


def own_forms():
    return [name for name in names() if name not in WORDS_OF_A_LAW]


PAIRS = [
    pytest.param(question, field, language, id=f"{name}-{question.name}-{language}")
    for name in own_forms()
    for question, field in question_and_field(name)
    for language in LANGUAGES
]


def words(field, language):
    """Without the unit, which a question has beside its label."""
    return re.sub(r"\s*[（(].*", "", getattr(field, language)).casefold()


@pytest.mark.parametrize(("question", "field", "language"), PAIRS)
def test_a_question_carries_the_words_of_the_register(question, field, language):
    carries = words(field, language) in question.label[language].casefold()

    assert carries is ((question.name, language) not in ANOTHER_WORD)


def test_every_questionnaire_is_looked_at_or_has_its_reason():
    assert {name for name in own_forms() if list(question_and_field(name))} == set(own_forms())
    assert WORDS_OF_A_LAW.keys() <= set(names())
    assert {key for key in ASKED_ELSEWHERE if key[0] in own_forms()} == ASKED_ELSEWHERE.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_types_of_organisation_are_called_alike(language):
    with translation.override("zh-hans" if language == "zh" else "en"):
        register = {value: str(label).casefold() for value, label in Organisation.Kind.choices}

    asked = {
        choice.name: choice.label[language].casefold()
        for choice in load(template("mining_2021")).choices["org_classes"]
    }

    assert asked == register


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_of_ours_uses_a_word_that_was_given_up(language):
    given_up = {"zh": "机柜|装机功率|运营单位|机架总数", "en": "installed IT power|contracted grid|facility type"}
    texts = [
        text
        for name in own_forms()
        for question in load(template(name)).questions
        for text in (question.label, question.hint)
        if text
    ]

    assert [text[language] for text in texts if re.search(given_up[language], text[language], re.IGNORECASE)] == []


@pytest.mark.parametrize("fields", FIELDS.values(), ids=list(FIELDS))
def test_a_heading_means_one_field_also_under_its_former_names(fields):
    headings = [heading for field in fields for heading in field.headings]

    assert len(headings) == len(set(headings))
