"""Drawing a page of 25 questions, against Django's own as_div of the same 25 (performance.md, P6)."""

import statistics
import time

import django

RUNS = 3
SECONDS = 3.0


def measure():
    django.setup()
    # These read the settings, so they come after the set-up.
    from tests.benchmarks import views  # noqa: PLC0415

    works = {"ours": views.draw, "as_div": views.draw_plain, "ours with evaluation": views.evaluate_and_draw}
    for work in works.values():
        work()
    rates = {name: [] for name in works}
    for _ in range(RUNS):
        for name, work in works.items():
            rates[name].append(rate(work, SECONDS))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    return {
        "questions": views.QUESTIONS,
        "sections per second": {name: round(value, 1) for name, value in medians.items()},
        "microseconds per field": {name: round(1e6 / value / views.QUESTIONS, 1) for name, value in medians.items()},
        "time per field against as_div": round(medians["as_div"] / medians["ours"], 3),
        "with evaluation": round(medians["as_div"] / medians["ours with evaluation"], 3),
    }


def rate(work, seconds):
    """How often per second."""
    count, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        work()
        count += 1
    return count / spent
