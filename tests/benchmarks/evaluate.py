"""Working out all rules of a return of 100 questions. To beat: 10 ms."""

import statistics
import time
from datetime import UTC, datetime

GROUPS = 20
QUESTIONS_PER_GROUP = 5
RUNS = 100
NOW = datetime(2021, 4, 28, 3, 0, tzinfo=UTC)


def measure():
    # The engine needs no Django; imported here so that the list of benchmarks is quick to print.
    from surveys.questionnaires.evaluation.evaluating import evaluate  # noqa: PLC0415
    from surveys.questionnaires.loading.loader import load  # noqa: PLC0415

    form = load(definition())
    answers = {name: {"typed": typed} for name, typed in typed_answers().items()}
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        found = evaluate(form, answers, now=NOW)
        times.append((time.perf_counter() - began) * 1000)
    return {
        "questions": len(form.questions),
        "rules": sum(1 for one in (*form.questions, *form.checks) for rule in one.rules if rule),
        "findings": len(found.findings),
        "milliseconds": {
            "median": round(statistics.median(times), 2),
            "90 %": round(statistics.quantiles(times, n=10)[-1], 2),
            "to beat": 10,
        },
    }


def definition():
    groups = [questions_of(place) for place in range(GROUPS)]
    return {
        "format": 1,
        "code": "BENCHMARK",
        "unit": "facility",
        "title": words("Benchmark"),
        "choices": {"business": [{"name": name, "label": words(name)} for name in ("mining", "cloud", "other")]},
        "sections": [
            {"name": f"s{place}", "number": str(place), "label": words("S"), "scope": "unit", "questions": group}
            for place, group in enumerate(groups)
        ],
        "checks": [check_of(place) for place in range(GROUPS)],
    }


def questions_of(place):
    """A figure, its part, what it is for, a date, and the share they make."""
    return [
        asked(f"total_{place}", "decimal", unit="kWh", units=["kWh", "MWh"], required=True, constraint=". >= 0"),
        asked(f"part_{place}", "decimal", unit="kWh", units=["kWh"], constraint=f". >= 0 and . <= ${{total_{place}}}"),
        asked(f"for_{place}", "choices", choices="business", relevant=f"${{part_{place}}} > 0", required=True),
        asked(f"day_{place}", "date", relevant=f"selected(${{for_{place}}}, 'mining')", constraint=". <= today()"),
        asked(
            f"share_{place}",
            "calculated",
            calculation=f"round(${{part_{place}}} div ${{total_{place}}} * 100, 2)",
            unit="%",
        ),
    ]


def check_of(place):
    rule = f"coalesce(${{share_{place}}}, 0) < 90 or regex(string(${{day_{place}}}), '2021-.*')"
    return {
        "id": f"C{place}",
        "severity": "soft",
        "questions": [f"share_{place}"],
        "rule": rule,
        "message": words(f"{{share_{place}}} is much"),
    }


def asked(name, kind, **more):
    return {"name": name, "number": "", "type": kind, "label": words(name), **more}


def words(text):
    return {"zh": text, "en": text}


def typed_answers():
    answers = {}
    for place in range(GROUPS):
        answers |= {
            f"total_{place}": "1,200.5 MWh",
            f"part_{place}": "1100000",
            f"for_{place}": "mining cloud",
            f"day_{place}": "2020-04-01",
        }
    return answers
