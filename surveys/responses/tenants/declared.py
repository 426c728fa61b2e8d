"""What of an answer was declared by tenants. Pure.

The mark stays at the answer, also when the figure is changed afterwards, until somebody says that it no longer holds. A
finding tells of it: at the question, to who checks and submits, and to the reviewer. Where tenants declared more than the
answer says, another one asks why.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypedDict

from surveys.lib.text import LANGUAGES, Text, filled, in_language
from surveys.questionnaires.evaluation import Evaluation
from surveys.questionnaires.form import Choice, Finding, Question, show

DECLARED, EXCEEDED = "declared", "declared_sum"
"""The checks such findings are of. No questionnaire names a check so: those of the catalogue are numbers."""
METHODS = (
    Choice("measured", {"zh": "计量", "en": "measured"}, {}),
    Choice("calculated", {"zh": "计算", "en": "calculated"}, {}),
    Choice("estimated", {"zh": "估算", "en": "estimated"}, {}),
)
"""How a tenant's figure was obtained, where its question has no methods of its own."""
MOST_NAMED = 5
_COMMAS = {"zh": "、", "en": ", "}
_ALL = {"zh": "由租户申报：{tenants}", "en": "Declared by tenants: {tenants}"}
_PART = {"zh": "其中 {part} 由租户申报：{tenants}", "en": "Of this, {part} declared by tenants: {tenants}"}
_ROWS = {"zh": "其中 {rows} 行由租户申报：{tenants}", "en": "Of the rows, {rows} declared by tenants: {tenants}"}
_OTHERS = {"zh": "{named} 等 {n} 家", "en": "{named} and others, {n} in all"}
_MORE = {
    "zh": "租户申报合计 {declared}，大于所填的 {answer}：请更正，或说明原因",
    "en": "Tenants declared {declared}, more than the {answer} answered here: correct it, or say why",
}


class Declared(TypedDict, total=False):
    """One tenant's part in an answer. `by`: who declared it, `at`: when; `value` a figure in `unit`, the canonical one of
    its question; `rows` the ids of the rows of a table."""

    request: str
    tenant: str
    by: str
    at: str
    value: str
    unit: str
    method: str
    rows: list[str]


Declarations = Mapping[str, Sequence[Declared]]
"""By question."""


def standing(evaluation: Evaluation, declarations: Declarations) -> dict[str, list[Declared]]:
    """What is still asked and answered."""
    found = {}
    for question in evaluation.definition.questions:
        name = question.name
        if (
            name in declarations
            and name in evaluation.instance.relevant
            and evaluation.instance.value(name) is not None
        ):
            found[name] = _with_rows_that_stand(evaluation, question, declarations[name])
    return {name: ones for name, ones in found.items() if ones}


def _with_rows_that_stand(evaluation: Evaluation, question: Question, ones: Iterable[Declared]) -> list[Declared]:
    if not question.is_table:
        return list(ones)
    there = {row.id for row in evaluation.instance.rows.get(question.name, ())}
    kept: list[Declared] = [{**one, "rows": [id for id in one.get("rows", ()) if id in there]} for one in ones]
    return [one for one in kept if one["rows"]]


def sum_of(question: Question, ones: Iterable[Declared]) -> Decimal | None:
    """In the question's canonical unit; None where none of them is such a figure."""
    same = [one["value"] for one in ones if one.get("value") and one.get("unit", "") == question.canonical_unit]
    return sum(map(Decimal, same), Decimal(0)) if same else None


def told(evaluation: Evaluation, declarations: Declarations) -> list[Finding]:
    marked = standing(evaluation, declarations)
    asked = [evaluation.definition.question(name) for name in marked]
    return [one for question in asked for one in _findings(evaluation, question, marked[question.name])]


def _findings(evaluation: Evaluation, question: Question, ones: Sequence[Declared]) -> Iterator[Finding]:
    value, declared = evaluation.instance.value(question.name), sum_of(question, ones)
    figure = value if isinstance(value, Decimal) else None
    yield _finding(DECLARED, "info", question, _mark(question, ones, figure, declared))
    if figure is not None and declared is not None and declared > figure:
        message = filled(_MORE, declared=_shown(question, declared), answer=_shown(question, figure))
        yield _finding(EXCEEDED, "soft", question, message)


def _finding(check: str, severity: str, question: Question, message: Text) -> Finding:
    return Finding(check, severity, question.name, None, message, (question.name,))  # type: ignore[arg-type]  # of two


def _mark(question: Question, ones: Sequence[Declared], figure: Decimal | None, declared: Decimal | None) -> Text:
    tenants = _named(question, ones)
    if question.is_table:
        return filled(_ROWS, rows=sum(len(one["rows"]) for one in ones), tenants=tenants)
    if figure is None or declared is None or declared == figure:
        return filled(_ALL, tenants=tenants)
    return filled(_PART, part=_shown(question, declared), tenants=tenants)


def _shown(question: Question, figure: Decimal) -> Text:
    return {language: show(question, figure, language) for language in LANGUAGES}


def _named(question: Question, ones: Sequence[Declared]) -> Text:
    some = ones[:MOST_NAMED]
    named = {
        language: comma.join(in_words(question, one, language) for one in some) for language, comma in _COMMAS.items()
    }
    return named if len(ones) <= MOST_NAMED else filled(_OTHERS, named=named, n=len(ones))


def in_words(question: Question, one: Declared, language: str) -> str:
    """The tenant, with what it declared and how it was obtained."""
    parts = [figure_in_words(question, one, language), method_in_words(question, one.get("method", ""), language)]
    said = [part for part in parts if part]
    if not said:
        return one["tenant"]
    return f"{one['tenant']}（{'，'.join(said)}）" if language == "zh" else f"{one['tenant']} ({', '.join(said)})"


def figure_in_words(question: Question, one: Declared, language: str) -> str:
    if not one.get("value"):
        return ""
    is_alike = one.get("unit", "") == question.canonical_unit
    return show(question, Decimal(one["value"]), language) if is_alike else f"{one['value']} {one.get('unit', '')}"


def method_in_words(question: Question, method: str, language: str) -> str:
    label = next((one.label for one in (*question.methods, *METHODS) if one.name == method), None)
    return in_language(label, language) if label else method
