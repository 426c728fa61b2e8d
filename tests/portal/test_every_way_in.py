"""The same answers are worth the same and raise the same findings, whichever way they come in."""

from datetime import UTC, datetime

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.portal.posted_answers import read_sent
from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from surveys.questionnaires.trial.questionnaire import entries_of, outcome
from surveys.rendering.questionnaire_view import Location, marks

FORM = load(template("mining_2021") | {"extended": True})
NOW = datetime(2021, 4, 28, 3, tzinfo=UTC)
FIGURES = ["0", "12", "1,200.5", "１２００．５", "1200.5万", "1000-1200", "-3", "120000000", "约 5", "3 MWh", " "]
DAYS = ["2020-04-01", "2021年3月31日", "2021-02-30", "soon"]


def typed(question):
    """What people type there, sensible or not."""
    if question.choices:
        names = [choice.name for choice in question.choices]
        one = st.sampled_from([*names, "nonsense"])
        return st.lists(one, max_size=3, unique=True).map(" ".join) if question.type == "choices" else one
    if question.is_number:
        return st.sampled_from(FIGURES)
    if question.type in ("date", "month"):
        return st.sampled_from(DAYS)
    return st.sampled_from(["北京", "yes", "no", "=1+1", "13800000001"])


def entry(question):
    parts = {"typed": typed(question)}
    if len(question.units) > 1:
        parts["unit"] = st.sampled_from(question.units)
    if question.may_be_unavailable:
        parts["unavailable"] = st.sampled_from(["", "表计损坏"])
    return st.fixed_dictionaries({}, optional=parts)


def rows(table):
    return st.lists(st.fixed_dictionaries({}, optional={c.name: entry(c) for c in table.questions}), max_size=3)


ASKED = [question for section in FORM.sections for question in section.questions if question.name in FORM.writable()]
ANSWERS = st.fixed_dictionaries({}, optional={q.name: rows(q) if q.is_table else entry(q) for q in ASKED})


@settings(max_examples=150, deadline=None)
@given(ANSWERS)
def test_a_page_and_a_file_of_answers_say_the_same(answers):
    by_file = evaluate(FORM, entries_of(FORM, answers), now=NOW)
    by_page = evaluate(FORM, sent_by_pages(answers), now=NOW)

    assert outcome(by_page, "en") == outcome(by_file, "en")
    assert by_page.document()["answers"].keys() == by_file.document()["answers"].keys()


def sent_by_pages(answers):
    entries = {}
    for section in FORM.sections:
        data = QueryDict(mutable=True)
        data["asked"] = marks(section.questions, {})
        for question in section.questions:
            if question.name in answers:
                put(data, question, answers[question.name])
        entries |= read_sent(section, data).changes
    return entries


def put(data, question, answer):
    if not question.is_table:
        return put_entry(data, Location.of(question.name), question, answer)
    for number, row in enumerate(answer, 1):
        data.appendlist(f"t.{question.name}", f"r{number}")
        for column in question.questions:
            put_entry(data, Location.of_cell(column, f"r{number}"), column, row.get(column.name, {}))


def put_entry(data, place, question, parts):
    text = parts.get("typed", "")
    data.setlist(place.field, text.split() if question.type == "choices" else [text])
    for part in ("unit", "unavailable"):
        data[f"{place.field}:{part}"] = parts.get(part, "")
