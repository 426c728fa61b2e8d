"""A type of question has everything a type needs: who adds one and forgets a part finds out here, and where it goes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import lxml.html
import pytest
from django.http import QueryDict
from django.utils import translation

from surveys.lib.language import current_language
from surveys.questionnaires.diff.comparison import changes_between
from surveys.questionnaires.evaluation.documents import values_of
from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.form.answers import show
from surveys.questionnaires.form.types import TYPES
from surveys.questionnaires.form.types.question_type import Control, nothing
from surveys.questionnaires.loading.loader import load
from surveys.questionnaires.trial.expressions import try_rule
from surveys.rendering.controls import CONTROLS
from surveys.rendering.posted_answers import sent_answer
from surveys.rendering.questionnaire_view import QuestionnaireView, as_sent
from surveys.rendering.questions import draw_question
from surveys.reports.tables.asked import column_of
from surveys.reports.tables.table import Kind
from surveys.workbooks import styles
from surveys.workbooks.xlsform.reading import write_form
from surveys.workbooks.xlsform.types import read_type
from tests.questionnaires.examples import question, section, stored, words
from tests.servers import root
from tests.workbooks.xlsform.forms import read

NOW = datetime(2021, 4, 27, 6, tzinfo=UTC)
HOME = "surveys/questionnaires/form/types"
COLOURS = {"colours": [{"name": name, "label": words(name)} for name in ("red", "blue")]}
EVERY = [pytest.param(one, id=one.name) for one in TYPES.values()]
TYPED = [pytest.param(one, id=one.name) for one in TYPES.values() if one.is_answered and one.read is not nothing]


def asked(type):
    more = {"choices": "colours"} if type.carries("choices") else {}
    more |= {"unit": "kWh"} if type.carries("unit") and type.is_answered and type.name == "decimal" else {}
    more |= {"questions": [question("column")]} if type.name == "table" else {}
    more |= {"calculation": "1 + 1"} if type.carries("calculation") else {}
    return question("it", type.name, **more)


def form_with(type):
    return load(stored(asked(type), choices=COLOURS))


def answer_to(type):
    return {"it": {"typed": "red" if type.carries("choices") else type.example}}


@pytest.mark.parametrize("type", EVERY)
def test_it_has_a_file_of_its_own_and_words_in_both_languages(type):
    assert (root() / HOME / f"{type.name}.py").exists(), f"{type.name} lives in {HOME}/{type.name}.py"
    for said in (type.label, type.words):
        assert said.keys() == {"zh", "en"} and all(said.values()), f"say what {type.name} is called, in both languages"


def test_no_file_is_forgotten_by_the_list():
    files = {path.stem for path in (root() / HOME).glob("*.py")} - {"__init__", "question_type", "number"}

    assert files == set(TYPES), f"list every type in {HOME}/__init__.py"


def test_every_control_is_drawn():
    assert CONTROLS.keys() == set(get_args(Control)), "surveys/rendering/controls.py says how one is drawn: CONTROLS"


@pytest.mark.parametrize("type", EVERY)
def test_its_control_is_one_that_is_drawn(type):
    assert type.control in CONTROLS, f"surveys/rendering/controls.py draws {list(CONTROLS)}; {type.name} is none of it"
    assert (type.control == "nothing") == (type.name == "table" or not type.is_answered)


@pytest.mark.parametrize("type", EVERY)
def test_its_column_is_one_that_tables_and_workbooks_know(type):
    assert type.column in set(Kind), "surveys/reports/tables/table.py says what kinds of column there are: Kind"
    column = column_of(form_with(type).question("it"), [], "it") if type.has_value and type.name != "table" else None
    assert column is None or styles.number_format(column)


@pytest.mark.parametrize("type", EVERY)
def test_xlsform_has_a_word_that_is_read_as_something(type):
    word = f"{type.xlsform} colours" if type.carries("choices") else type.xlsform

    assert type.xlsform and read_type(word) is not None, f"{type.name} is written as what in XLSForm? {HOME}"
    assert all(read_type(one).type == type.name for one in type.xlsform_words if not one.startswith("select"))


@pytest.mark.parametrize("type", EVERY)
def test_a_form_that_asks_it_is_exported_and_read_back(type):
    definition = stored(asked(type), choices=COLOURS)

    assert load(read(write_form(definition)).definition).question("it") == load(definition).question("it")


@pytest.mark.parametrize("type", TYPED)
def test_its_example_is_read_stored_read_back_and_shown(type):
    form, answers = form_with(type), answer_to(type)
    evaluation = evaluate(form, answers, now=NOW)
    value = evaluation.values["it"]

    assert value is not None and evaluation.instance.readings["it"].problem is None, f"{type.name} needs an example"
    assert values_of(form, evaluation.document())["it"] == value
    assert all(show(form.question("it"), value, language) for language in ("zh", "en"))


@pytest.mark.parametrize("type", TYPED)
def test_a_blank_is_no_answer(type):
    evaluation = evaluate(form_with(type), {"it": {"typed": " "}}, now=NOW)

    assert (evaluation.values["it"], evaluation.findings) == (None, ())


@pytest.mark.parametrize("type", TYPED)
def test_a_page_sends_back_what_was_typed(type):
    form, answers = form_with(type), answer_to(type)
    html = drawn(form, answers)
    data = QueryDict(mutable=True)
    for field in html.xpath("//*[@name='a.it']"):
        if field.get("type") not in ("checkbox", "radio") or field.get("checked") is not None:
            data.appendlist("a.it", field_value(field))

    if type.name != "file":  # what it says is where the file is kept, which no page sends
        assert sent_answer(form.question("it"), data) == as_sent(form.question("it"), answers["it"])


def drawn(form, answers):
    view = QuestionnaireView(form, answers, evaluate(form, answers, now=NOW), "unit", "en")
    return lxml.html.fromstring(f"<form>{draw_question(view, form.question('it'))}</form>")


def field_value(field):
    if field.tag == "select":
        return field.xpath("string(option[@selected]/@value)")
    return field.text.lstrip("\n") if field.tag == "textarea" else field.get("value")


@pytest.mark.parametrize("type", TYPED)
def test_a_rule_can_be_tried_on_it(type):
    typed = answer_to(type)["it"]["typed"]

    assert try_rule("${it} = ''", {"it": typed}, {"it": type.name}) == {"result": "false", "type": "boolean"}


@pytest.mark.parametrize("type", EVERY)
def test_a_question_that_becomes_one_is_told_in_words(type):
    other = TYPES["note" if type.name != "note" else "text"]
    before, after = (stored(question("it", one.name), choices=COLOURS) for one in (other, type))
    changes = [one for one in changes_between(before, after) if one.attribute == "type"]

    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(code):
            assert [type.words[language] in one.sentence(current_language()) for one in changes] == [True]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("type", EVERY)
def test_the_manual_names_it(type, language):
    page = Path(root(), f"surveys/help/{language}/xlsform.md").read_text()

    assert any(f"`{word}" in page for word in (type.name, type.xlsform)), f"surveys/help/{language}/xlsform.md"


@pytest.mark.parametrize("type", TYPED)
def test_a_section_about_the_organisation_and_a_table_can_ask_it_or_say_why_not(type):
    in_table = question("rows", "table", questions=[asked(type)])
    about = section(asked(type), name="us", scope="organisation")

    if type.stands_in_tables:
        load(stored(in_table, choices=COLOURS))
        load(stored(sections=[about, section(question("q"))], choices=COLOURS))
