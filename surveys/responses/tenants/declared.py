"""What of an answer was declared by tenants. Pure.

The mark stays at the answer, also when the figure is changed afterwards, until somebody says that it no longer holds. A
finding tells of it: at the question, to who checks and submits, and to the reviewer. Where tenants declared more than the
answer says, another one asks why.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypedDict

from surveys.lib.text import LANGUAGES, Text, in_language
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
        shown = {language: show(question, declared, language) for language in LANGUAGES}
        message = {
            "zh": f"租户申报合计 {shown['zh']}，大于所填的 {show(question, figure, 'zh')}：请更正，或说明原因",
            "en": f"Tenants declared {shown['en']}, more than the {show(question, figure, 'en')} answered here",
        }
        yield _finding(EXCEEDED, "soft", question, message)


def _finding(check: str, severity: str, question: Question, message: Text) -> Finding:
    return Finding(check, severity, question.name, None, message, (question.name,))  # type: ignore[arg-type]  # of two


def _mark(question: Question, ones: Sequence[Declared], figure: Decimal | None, declared: Decimal | None) -> Text:
    names = {language: _named(question, ones, language) for language in LANGUAGES}
    if question.is_table:
        rows = sum(len(one["rows"]) for one in ones)
        en = f"{rows} row{'s' if rows > 1 else ''} declared by tenants: {names['en']}"
        return {"zh": f"其中 {rows} 行由租户申报：{names['zh']}", "en": en}
    if figure is None or declared is None or declared == figure:
        return {"zh": f"由租户申报：{names['zh']}", "en": f"Declared by tenants: {names['en']}"}
    zh, en = (show(question, declared, language) for language in ("zh", "en"))
    return {"zh": f"其中 {zh} 由租户申报：{names['zh']}", "en": f"Of this, {en} declared by tenants: {names['en']}"}


def _named(question: Question, ones: Sequence[Declared], language: str) -> str:
    named = _COMMAS[language].join(in_words(question, one, language) for one in ones[:MOST_NAMED])
    if len(ones) <= MOST_NAMED:
        return named
    return f"{named} 等 {len(ones)} 家" if language == "zh" else f"{named} and {len(ones) - MOST_NAMED} more"


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
