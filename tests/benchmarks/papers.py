"""The same 25 questions twice, answered: as our questionnaire and as a Django form."""

from datetime import UTC, datetime

from django.template.loader import render_to_string

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.loading.loader import load
from surveys.rendering.questionnaire_view import QuestionnaireView
from tests.benchmarks.floors import CHOICES, NUMBERS, OPTIONS, TEXTS, plain_form_class

NOW = datetime(2021, 4, 27, tzinfo=UTC)
QUESTIONS = TEXTS + NUMBERS + CHOICES


def _words(text):
    return {"zh": text, "en": text}


def _question(name, kind, **more):
    return {"name": name, "type": kind, "number": "Q", "label": _words(name), "required": True, **more}


def _questions():
    hint = {"hint": _words("A hint")}
    return [
        *(_question(f"text{n}", "text", **hint) for n in range(TEXTS)),
        *(_question(f"number{n}", "decimal", unit="kWh", **hint) for n in range(NUMBERS)),
        *(_question(f"choice{n}", "choice", choices="options") for n in range(CHOICES)),
    ]


DEFINITION = load(
    {
        "format": 1,
        "code": "BENCHMARK",
        "unit": "facility",
        "title": _words("Benchmark"),
        "choices": {"options": [{"name": name, "label": _words(label)} for name, label in OPTIONS]},
        "sections": [{"name": "all", "label": _words("All"), "scope": "unit", "questions": _questions()}],
        "checks": [],
        "core": [],
        "roles": {},
    }
)
TYPED = (
    {f"text{n}": "数据中心" for n in range(TEXTS)}
    | {f"number{n}": "12005000.5" for n in range(NUMBERS)}
    | {f"choice{n}": "b" for n in range(CHOICES)}
)
ANSWERS = {name: {"typed": typed} for name, typed in TYPED.items()}


def _view():
    return QuestionnaireView(DEFINITION, ANSWERS, evaluate(DEFINITION, ANSWERS, now=NOW), "unit", "zh")


PAPER = _view()
FORM = plain_form_class()(TYPED)
FORM.is_valid()


def draw():
    return _drawn(PAPER)


def evaluate_and_draw():
    return _drawn(_view())


def _drawn(view):
    return render_to_string("portal/questions/section.html", {"view": view, "section": view.sections[0]})


def draw_plain():
    return FORM.as_div()
