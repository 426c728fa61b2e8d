"""Ticks, filtered choices, labels that show answers, guidance and what is only read, as they are drawn."""

from datetime import UTC, datetime
from html import unescape

import lxml.html
import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.form.answers import show
from surveys.questionnaires.loading.loader import load
from surveys.rendering.answer_lines import Line
from surveys.rendering.posted_answers import sent_answer
from surveys.rendering.questionnaire_view import QuestionnaireView, as_sent
from surveys.rendering.questions import as_typed, draw_question, draw_rows, fragments
from tests.questionnaires.examples import question, section, stored, words

NOW = datetime(2021, 4, 27, 6, tzinfo=UTC)
SIZES = [{"name": name, "label": words(name)} for name in ("small", "large")]


def view_with(*questions, answers=None, **more):
    form, answers = load(stored(*questions, **more)), answers or {}
    return QuestionnaireView(form, answers, evaluate(form, answers, now=NOW), "unit", "en")


def drawn(view, name):
    return lxml.html.fromstring(str(draw_question(view, view.definition.question(name))))


def test_a_tick_is_one_box_with_the_question_as_its_label():
    html = drawn(view_with(question("agreed", "acknowledge"), answers={"agreed": {"typed": "OK"}}), "agreed")

    (box,) = html.xpath("//input[@type='checkbox' and @id='f-agreed']")
    assert (box.get("value"), box.get("checked"), len(html.xpath("//label[@for='f-agreed']"))) == ("OK", "checked", 1)


@pytest.mark.parametrize(
    ("typed", "is_ticked"), [("OK", True), ("是", True), (" Yes ", True), ("no", False), ("x", False)]
)
def test_whatever_is_read_as_ticked_is_drawn_ticked(typed, is_ticked):
    """Else what a workbook brought would be lost as soon as the page is saved."""
    html = drawn(view_with(question("agreed", "acknowledge"), answers={"agreed": {"typed": typed}}), "agreed")

    (box,) = html.xpath("//input[@type='checkbox']")
    assert ((box.get("checked") is not None), "是" in box.get("data-ticks").split("|")) == (is_ticked, True)


def test_a_label_shows_the_answer_and_follows_it():
    site = question("site")
    about = question("kwh", "decimal", label=words("Electricity of ${site}"))
    view = view_with(site, about, answers={"site": {"typed": "<b>Yizhuang</b>"}})

    assert drawn(view, "kwh").xpath("string(//*[@id='f-kwh-label'])") == "Electricity of <b>Yizhuang</b>"
    shown = fragments(view, view.sections[0])["f-kwh-label"]
    assert unescape(shown) == "Electricity of <b>Yizhuang</b>" != shown


def test_a_heading_shows_answers_as_labels_do():
    about = section(question("racks"), name="about", label=words("Data of ${town}"), hint=words("See ${town}'s bill"))
    form = view_with(sections=[section(question("town")), about], answers={"town": {"typed": "<b>Yizhuang</b>"}})

    html = render_to_string("portal/questions/section.html", {"view": form, "section": form.section("about")})

    assert "Data of &lt;b&gt;Yizhuang&lt;/b&gt;</h2>" in html
    assert "See &lt;b&gt;Yizhuang&lt;/b&gt;'s bill" in html


def test_choices_show_answers_as_labels_do():
    towns = {"sites": [{"name": "here", "label": words("In ${town}")}, {"name": "there", "label": words("Elsewhere")}]}
    table = question(
        "rooms", "table", label=words("Rooms of ${town}"), questions=[question("at", "choice", choices="sites")]
    )
    answers = {"town": {"typed": "Yizhuang"}, "at": {"typed": "here"}}
    form = view_with(
        question("town"), question("site", "choice", choices="sites"), table, choices=towns, answers=answers
    )

    assert "In Yizhuang" in drawn(form, "site").text_content()
    assert "In Yizhuang" in drawn(form, "rooms").text_content()
    assert as_typed(form, form.definition.question("site"), {"typed": "here"}) == "In Yizhuang"
    assert show(form.definition.question("site"), "here", "en") == "In …"


def test_read_only_rows_leave_the_answers_in_their_headings_open():
    columns = [question("room"), question("kwh", "decimal", label=words("Electricity of ${room}"))]
    table = question("rooms", "table", label=words("Rooms of ${town}"), questions=columns)
    form = view_with(question("town"), table)

    with translation.override("en"):
        html = lxml.html.fromstring(draw_rows(Line(form.definition.question("rooms"), "", rows=(("A", "5"),))))

    assert [one.text for one in html.xpath("//caption | //th")] == ["Rooms of …", "room", "Electricity of …"]


@pytest.mark.parametrize(("columns", "classes", "titles"), [(7, "data", []), (8, "data cards", ["Row 1", "Row 2"])])
def test_rows_with_more_columns_than_fit_side_by_side_are_read_as_cards(columns, classes, titles):
    asked = [question(f"c{n}", "integer", label=words(f"Column {n}")) for n in range(columns)]
    form = view_with(question("rooms", "table", questions=asked))
    rows = tuple(tuple(f"{row}{n}" for n in range(columns)) for row in range(2))

    with translation.override("en"):
        html = lxml.html.fromstring(draw_rows(Line(form.definition.question("rooms"), "", rows=rows)))

    assert html.xpath("//table/@class") == [classes]
    assert [one.text for one in html.xpath("//tbody//th")] == titles
    assert {one.text: one.get("data-label") for one in html.xpath("//td")}["15"] == "Column 5"


def test_a_file_is_uploaded_to_the_question_its_label_names():
    answers = {"town": {"typed": "Yizhuang"}}
    form = view_with(question("town"), question("bill", "file", label=words("Bill of ${town}")), answers=answers)

    assert "Bill of ${town}" not in drawn(form, "bill").text_content()


def test_what_is_calculated_from_typed_text_stays_text():
    view = view_with(
        question("site"),
        question("twice", "calculated", calculation="concat(${site}, ${site})"),
        answers={"site": {"typed": "<script>"}},
    )

    assert fragments(view, view.sections[0])["f-twice"] == "&lt;script&gt;&lt;script&gt;"


def test_guidance_opens_on_demand():
    html = drawn(view_with(question("q", guidance=words("Look at the bill"))), "q")

    assert "Look at the bill" in html.xpath("string(//details[@class='guidance'])")


def test_what_is_only_read_has_no_control():
    html = drawn(view_with(question("q", read_only=True), answers={"q": {"typed": "fixed"}}), "q")

    assert (html.xpath("//input"), html.xpath("string(//output)")) == ([], "fixed")


LISTED = words("Give **all** of [these](https://example.org/a?b=1&c=2):\n- sites of ${town}\n- racks\n\n1. each")


def test_words_may_hold_lists_and_links():
    view = view_with(question("town"), question("q", label=LISTED, hint=LISTED, guidance=LISTED))

    html = drawn(view, "q")

    assert html.xpath("//label//a/@href") == ["https://example.org/a?b=1&c=2"]
    assert [item.text_content() for item in html.xpath("//label//*[@role='list']/*[@role='listitem']")] == [
        "sites of …", "racks", "each",
    ]  # fmt: skip
    assert html.xpath("//label//*[@role='listitem']/@data-number") == ["1"]
    assert len(html.xpath("//*[@role='list']")) == 6
    assert html.xpath("//label//strong/text()") == ["all"]
    assert not html.xpath("//label//p | //label//ul | //label//li")


@pytest.mark.parametrize(
    "typed", ["[x](https://evil.example)", "- a\n- b", "*b*", "<b>", "a_b_c", "https://evil.example", "\\"]
)
def test_an_answer_within_a_label_is_words(typed):
    view = view_with(
        question("town", "long_text"), question("q", label=words("See\n- ${town}")), answers={"town": {"typed": typed}}
    )

    html = drawn(view, "q")

    assert html.xpath("//label//a | //label//em | //label//b") == []
    assert len(html.xpath("//label//*[@role='listitem']")) == 1
    assert html.xpath("string(//label//*[@role='listitem'])") == typed.replace("\n", " ")


def test_where_words_are_spoken_or_stand_in_a_sentence_they_are_plain():
    form = load(stored(question("q", label=LISTED, required=True), question("town")))
    evaluation = evaluate(form, {}, now=NOW)

    assert form.label_of("q", "en") == "Give all of these: sites of … racks each"
    assert "Give all of these: sites of" in evaluation.findings[0].message["en"]
    assert QuestionnaireView(form, {}, evaluation, "unit", "en").tell(LISTED) == form.label_of("q", "en")


LOCKED = "${done} = 'yes'"


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (question("q", read_only=LOCKED), {"typed": "fixed"}),
        (question("q", "choice", choices="sizes", read_only=LOCKED), {"typed": "large"}),
        (question("q", "choices", choices="sizes", read_only=LOCKED), {"typed": "large small"}),
        (question("q", "decimal", unit="kWh", units=["kWh", "MWh"], read_only=LOCKED), {"typed": "5", "unit": "MWh"}),
    ],
)
def test_what_is_only_read_while_a_condition_holds_is_sent_back_as_it_was(asked, typed):
    view = view_with(question("done"), asked, answers={"done": {"typed": "yes"}, "q": typed}, choices={"sizes": SIZES})

    html = drawn(view, "q")
    sent = QueryDict(mutable=True)
    for field in html.xpath("//input[@type='hidden']"):
        sent[field.get("name")] = field.get("value")

    assert html.xpath("//input[@type!='hidden'] | //select[not(contains(@name, ':unit'))]") == []
    assert html.xpath("string(//output)")
    assert sent_answer(view.definition.question("q"), sent) == as_sent(asked_of(view), typed)


def asked_of(view):
    return view.definition.question("q")


def test_it_is_answered_as_ever_while_the_condition_does_not_hold_and_follows_it():
    form = question("done"), question("q", read_only=LOCKED)
    before, after = (view_with(*form, answers={"done": {"typed": word}, "q": {"typed": "x"}}) for word in ("no", "yes"))

    assert drawn(before, "q").xpath("//input/@type") == ["text"]
    assert "<output" in fragments(after, after.sections[0])["f-q-choices"]
    assert "q" in after.definition.writable()


def test_a_cell_is_only_read_by_what_its_own_row_says():
    table = question("t", "table", questions=[question("done"), question("q", read_only=LOCKED)])
    rows = [
        {"row": f"r{n}", "cells": {"done": {"typed": word}, "q": {"typed": "x"}}}
        for n, word in enumerate(["yes", "no"])
    ]

    html = drawn(view_with(table, answers={"t": rows}), "t")

    assert len(html.xpath("//tbody//output")) == 1


def test_a_short_list_drops_down_where_the_form_asks_for_it():
    one = question("size", "choice", choices="sizes", appearance="minimal")

    assert len(drawn(view_with(one, choices={"sizes": SIZES}), "size").xpath("//select[@id='f-size']")) == 1


def test_a_table_has_as_many_rows_as_the_answer_says():
    months = question("months", "table", questions=[question("kwh", "decimal")], rows={"count": "${n}"})
    view = view_with(question("n", "integer"), months, answers={"n": {"typed": "3"}})

    assert len(drawn(view, "months").xpath("//tbody/tr")) == 3
    assert drawn(view, "months").xpath("//button") == []
    assert drawn(view, "months").xpath("//table/@data-most") == ["3"]


def test_a_table_has_as_many_rows_as_it_must_have():
    def table(**rows):
        return drawn(
            view_with(question("months", "table", questions=[question("kwh", "decimal")], rows=rows)), "months"
        )

    fixed, least = table(min=12, max=12), table(min=3, max=12)
    assert [len(one.xpath("//tbody/tr")) for one in (fixed, least)] == [12, 3]
    assert fixed.xpath("//button") == []
    assert least.xpath("//button[starts-with(@value, 'add:')]") != []
    assert [one.xpath("//caption//*[@class='optional']") for one in (fixed, least)] == [[], []]


def test_a_blank_row_between_is_sent_back_where_the_rows_are_fixed():
    form = load(stored(question("months", "table", questions=[question("kwh", "decimal")], rows={"min": 3, "max": 3})))
    answers = [{"row": f"r{n}", "cells": {"kwh": {"typed": kwh}}} for n, kwh in enumerate(("1", "", "3"))]

    assert [row["row"] for row in as_sent(form.question("months"), answers)] == ["r0", "r1", "r2"]


def test_a_long_text_in_a_table_keeps_its_lines():
    table = question("sites", "table", questions=[question("remark", "long_text", label=words("Remark"))])
    answers = {"sites": [{"row": "r1", "cells": {"remark": {"typed": "one\ntwo"}}}]}
    (area,) = drawn(view_with(table, answers=answers), "sites").xpath("//tbody//textarea")

    assert (area.text_content().lstrip("\n"), area.get("aria-label"), area.get("rows")) == ("one\ntwo", "Remark", "1")


def test_a_row_too_many_can_be_removed():
    months = question("months", "table", questions=[question("kwh", "decimal")], rows={"count": "1"})
    two = [{"row": f"r{n}", "cells": {"kwh": {"typed": "1"}}} for n in (1, 2)]
    deeds = drawn(view_with(months, answers={"months": two}), "months").xpath("//tbody//button/@value")

    assert deeds == ["duplicate:months:r1", "remove:months:r1", "duplicate:months:r2", "remove:months:r2"]


def test_a_blank_row_between_is_sent_back_where_an_answer_says_how_many_there_are():
    counted = question("months", "table", questions=[question("kwh", "decimal")], rows={"count": "3"})
    free = question("sites", "table", questions=[question("site")])
    form = load(stored(counted, free))
    answers = [
        {"row": f"r{n}", "cells": {"kwh": {"typed": kwh}, "site": {"typed": kwh}}}
        for n, kwh in enumerate(("1", "", "3", ""))
    ]

    sent = [as_sent(form.question(name), answers) for name in ("months", "sites")]

    assert [[row["row"] for row in rows] for rows in sent] == [["r0", "r1", "r2"], ["r0", "r2"]]


def test_many_columns_are_drawn_as_cards():
    columns = [question(f"c{n}") for n in range(8)]

    assert drawn(view_with(question("t", "table", questions=columns)), "t").xpath("//table/@class") == ["rows wide"]


def test_a_hidden_column_is_not_drawn_and_a_heading_leaves_the_rows_answer_open():
    columns = [
        question("name"),
        question("age", "integer", label=words("Age of ${name}")),
        question("place", "hidden", calculation="position(..)"),
    ]
    people = [{"row": "r1", "cells": {"name": {"typed": "Li"}, "age": {"typed": "7"}}}]
    view = view_with(question("people", "table", questions=columns), answers={"people": people})

    html = drawn(view, "people")

    assert [cell.get("data-column") for cell in html.xpath("//tbody//td[@data-column]")] == ["name", "age"]
    assert "Age of …" in html.xpath("string(//thead)")
