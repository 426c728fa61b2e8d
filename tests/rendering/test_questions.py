"""How questions are drawn, from a definition alone."""

from datetime import UTC, datetime
from html import unescape

import lxml.html
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from surveys.rendering.answer_lines import chapters_of_view
from surveys.rendering.questionnaire_view import Aside, QuestionnaireView, blank_view, key_of, mark
from surveys.rendering.questions import as_typed, draw_question, fragments

NOW = datetime(2021, 4, 27, 6, tzinfo=UTC)
WORDS = {"zh": "问题", "en": "Question"}
OPTIONS = [{"name": name, "label": {"zh": name, "en": name}} for name in ("a", "b")]


def definition_with(**question):
    question = {"name": "it", "number": "Q1", "label": WORDS} | question
    return load(
        {
            "format": 1,
            "code": "T",
            "unit": "facility",
            "title": WORDS,
            "choices": {"few": OPTIONS, "many": [{"name": f"n{i}", "label": WORDS} for i in range(12)]},
            "sections": [{"name": "s", "number": "S", "label": WORDS, "scope": "unit", "questions": [question]}],
            "checks": [],
            "core": [],
            "roles": {},
        }
    )


def view_with(answers=None, *, tells_missing=False, language="zh", **question):
    definition = definition_with(**question)
    evaluation = evaluate(definition, answers or {}, now=NOW)
    return QuestionnaireView(definition, answers or {}, evaluation, "unit", language, tells_missing=tells_missing)


def drawn(view):
    return lxml.html.fromstring(str(draw_question(view, view.definition.question("it"))))


@pytest.mark.parametrize("kind", ["text", "long_text", "integer", "decimal", "percent", "date", "month"])
def test_what_is_typed_has_a_label_and_shows_what_was_typed(kind):
    html = drawn(view_with({"it": {"typed": '<"typed"> & wrong'}}, type=kind))

    (_label,), (control,) = html.xpath("//label[@for='f-it']"), html.xpath("//*[@id='f-it']")
    assert (control.get("value") or control.text.strip()) == '<"typed"> & wrong'
    assert control.get("name") == "a.it"


@pytest.mark.parametrize("kind", ["choice", "choices", "yes_no"])
def test_options_stand_in_a_fieldset_with_a_legend(kind):
    question = {"type": kind} | ({} if kind == "yes_no" else {"choices": "few"})
    html = drawn(view_with(**question, required=True))

    assert "问题" in html.xpath("//fieldset/legend")[0].text_content()
    assert len(html.xpath("//fieldset//input")) == 2
    assert all(html.xpath(f"//label[@for='{one.get('id')}']") for one in html.xpath("//fieldset//input"))


def test_many_choices_become_a_list_to_choose_from():
    assert len(drawn(view_with(type="choice", choices="many")).xpath("//select/option")) == 13


@pytest.mark.parametrize("choices", ["few", "many"])
def test_an_answer_that_is_no_choice_is_still_shown(choices):
    html = drawn(view_with({"it": {"typed": "odd"}}, type="choice", choices=choices))

    assert html.xpath("//*[@value='odd' and (@checked or @selected)]")


def test_what_may_be_left_out_says_so():
    assert "（选填）" in drawn(view_with(type="text")).text_content()
    assert "（选填）" not in drawn(view_with(type="text", required=True)).text_content()


def test_the_unit_stands_in_the_label_or_can_be_chosen():
    one = drawn(view_with(type="decimal", unit="kW"))
    several = drawn(view_with({"it": {"typed": "1", "unit": "MW"}}, type="decimal", units=["kW", "MW"]))

    assert "(kW)" in one.xpath("//label")[0].text_content()
    assert several.xpath("//select[@name='a.it:unit']/option[@selected]/@value") == ["MW"]
    assert several.xpath("//select/@aria-label") == ["“问题”的单位"]


def test_an_error_is_bound_to_its_field():
    html = drawn(view_with({"it": {"typed": "x"}}, type="integer"))

    control = html.xpath("//*[@id='f-it']")[0]
    assert control.get("aria-invalid") == "true"
    assert "f-it-tells" in control.get("aria-describedby").split()
    assert html.xpath("//*[@id='f-it-tells']//*[@class='field-error']")


def test_that_something_is_missing_is_told_after_saving_only():
    assert not drawn(view_with(type="text", required=True)).xpath("//*[@class='field-error']")
    assert drawn(view_with(type="text", required=True, tells_missing=True)).xpath("//*[@class='field-error']")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("5", False), ("100", False), ("10,000", False), ("10000", True), ("1 MW", True), ("１２", True)],
)
def test_how_a_figure_was_understood_is_told_where_it_helps(typed, told):
    html = drawn(view_with({"it": {"typed": typed}}, type="decimal", units=["kW", "MW"]))

    assert bool(html.xpath("//*[@class='understood']")) == told


def test_a_figure_may_be_unavailable_with_a_reason():
    html = drawn(view_with({"it": {"unavailable": "坏了"}}, type="decimal", may_be_unavailable=True))

    assert html.xpath("//details[@open]//input[@name='a.it:unavailable']/@value") == ["坏了"]


def test_how_a_figure_was_obtained_can_be_chosen():
    html = drawn(view_with({"it": {"typed": "1", "method": "b"}}, type="decimal", methods="few"))

    assert html.xpath("//select[@name='a.it:method']/option[@selected]/@value") == ["b"]


def test_notes_and_hidden_questions():
    assert drawn(view_with(type="note")).text_content() == "问题"
    view = view_with(type="hidden")
    assert draw_question(view, view.definition.question("it")) == ""


TABLE = {
    "type": "table",
    "questions": [
        {"name": "kind", "number": "1", "type": "choice", "label": WORDS, "choices": "few", "required": True},
        {"name": "kwh", "number": "2", "type": "decimal", "label": WORDS, "unit": "kWh"},
        {
            "name": "half",
            "number": "3",
            "type": "calculated",
            "label": WORDS,
            "calculation": "${kwh} div 2",
            "unit": "kWh",
        },
    ],
}


def row(id, **cells):
    return {"row": id, "cells": {name: {"typed": typed} for name, typed in cells.items()}}


def test_a_table_has_a_caption_headings_and_named_cells():
    html = drawn(view_with({"it": [row("r1", kind="a", kwh="5")]}, **TABLE))

    assert "问题" in html.xpath("//table/caption")[0].text_content()
    assert set(html.xpath("//thead/tr/th/@scope")) == {"col"}
    assert html.xpath("//tbody//input[@type='text']/@aria-label") == ["问题（kWh）"]
    assert html.xpath("//tbody//input[@name='t.it']/@value") == ["r1"]


def test_a_table_adds_up_its_numbers_and_works_out_its_rows():
    html = drawn(view_with({"it": [row("r1", kwh="5"), row("r2", kwh="1,000")]}, **TABLE))

    assert [cell.text_content() for cell in html.xpath("//tfoot//td")][:3] == ["", "1,005 kWh", "502.5 kWh"]
    assert [one.text_content() for one in html.xpath("//tbody//output")] == ["2.5 kWh", "500 kWh"]


def test_a_row_may_be_called_anything():
    html = drawn(view_with({"it": [row('"><script>', kwh="5")]}, **TABLE))

    assert html.xpath("//tbody/tr/@data-row") == ['"><script>']
    assert html.xpath("//script") == []
    assert html.xpath("//tbody//input[@value='5']/@name") == [f"a.it.{key_of(chr(34) + '><script>')}.kwh"]


def test_a_table_without_rows_offers_a_blank_one():
    assert len(drawn(view_with(**TABLE)).xpath("//tbody/tr[not(ancestor::template)]")) == 1


def test_an_answer_that_lost_against_a_colleague_stands_below():
    view = view_with({"it": {"typed": "theirs"}}, type="text")
    view = QuestionnaireView(
        view.definition,
        view.answers,
        view.evaluation,
        "unit",
        "zh",
        asides={"it": [Aside(3, {"typed": "mine"}, "Bob")]},
    )

    html = drawn(view)

    assert html.xpath("//*[@class='aside-text']")[0].text == "mine"
    assert html.xpath("//button[@name='act']/@value") == ["restore:3:it", "settle:3:it"]


def test_fragments_cover_all_that_may_change():
    view = view_with({"it": [row("r1", kwh="5")]}, **TABLE)

    found = fragments(view, view.sections[0])

    assert set(found) == {
        "f-it-tells",
        "f-it-totals",
        *(f"f-it-r1-{c}-tells" for c in ("kind", "kwh", "half")),
        "f-it-r1-half",
    }


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"typed": "5", "unit": "MW"}, "5 MW"),
        ({"typed": "5"}, "5 kW"),
        ({"unavailable": "坏了"}, "无法提供：坏了"),
        (None, ""),
        ("nonsense", ""),
    ],
)
def test_entries_in_the_words_they_were_typed_with(entry, words):
    view = view_with(type="decimal", units=["kW", "MW"])

    assert as_typed(view, view.definition.question("it"), entry) == words


def test_rows_and_choices_in_words():
    view = view_with(**TABLE)
    chosen = view_with(type="choices", choices="few")

    assert as_typed(view, view.definition.question("it"), [row("r1", kind="a")]) == "a | — | —"
    assert as_typed(chosen, chosen.definition.question("it"), {"typed": "a b"}) == "a、b"


def test_a_mark_does_not_depend_on_empty_parts_or_the_usual_unit():
    question = definition_with(type="decimal", units=["kW", "MW"]).question("it")

    same = [{"typed": "5"}, {"typed": "5", "unit": "kW"}, {"unit": "", "typed": "5", "method": ""}]
    assert len({mark(question, entry) for entry in same}) == 1
    assert mark(question, {"typed": "5", "unit": "MW"}) != mark(question, same[0])


def test_a_preview_needs_nothing_but_the_definition():
    definition = load(template("mining_2021"))
    with translation.override("en"):
        view = blank_view(definition, "unit", NOW)
        html = render_to_string("portal/questions/section.html", {"view": view, "section": view.sections[1]})

    assert 'name="a.total_kwh"' in html
    assert "Total electricity in the period" in unescape(html)


def test_lines_for_reading_name_the_unit_and_what_is_wrong():
    view = view_with({"it": {"typed": "1,5"}}, type="decimal", units=["kW", "MW"])

    (line,) = chapters_of_view(view)[0].lines

    assert (line.text, line.also, len(line.findings)) == ("1,5", "", 1)


@pytest.mark.parametrize(("language", "text", "also"), [("zh", "1.5 万千瓦时", "15,000 kWh"), ("en", "15,000 kWh", "")])
def test_a_figure_is_told_in_its_own_unit_and_once_in_the_one_it_is_added_up_in(language, text, also):
    answers = {"it": {"typed": "1.5"}}

    (line,) = chapters_of_view(view_with(answers, type="decimal", units=["万千瓦时", "kWh"], language=language))[
        0
    ].lines

    assert (line.text, line.also) == (text, also)
