"""One operator's workbook of 500 data centers and 40 answers each, and of a single one (performance.md, P9).

The floor of writing is the same skeleton made by the library, with as many cells streamed into it out of ready texts: no
questionnaire, no drop-downs to be looked up, nothing that says what was issued.
"""

import io
import json
import random
import statistics
import time
from dataclasses import replace

import django

from tests.benchmarks import returned

UNITS, ANSWERS, RUNS = 500, 40, 5
WRITE, READ, SINGLE_MS = 1.5, 1.3, 50


def measure():
    django.setup()
    many, one = _form(UNITS), _form(1)
    works = {"ours": lambda: _written(many), "floor": _floor(many), "single": lambda: _written(one)}
    seconds = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(RUNS):
        for name, work in works.items():
            seconds[name].append(_cpu(work))
    ms = {name: statistics.median(found) * 1000 for name, found in seconds.items()}
    return figures(ms, returned.measured(UNITS), returned.measured(1))


def figures(ms, back, back_single):
    parts = {
        "P9.write": _goal(ms["ours"], ms["floor"], "CPU ms", WRITE),
        "P9.single": _goal(ms["single"], SINGLE_MS, "CPU ms", 1),
        "P9.read": _goal(back["ours"], back["floor"], "CPU ms", READ),
        "P9.read_single": _goal(back_single["ours"], SINGLE_MS, "CPU ms", 1),
    }
    return {"P9": max(parts.values(), key=lambda one: one["ratio"] / one["goal"]), **parts}


def _goal(ours, floor, unit, goal):
    return {
        "ours": round(ours, 1), "floor": round(floor, 1), "unit": unit, "ratio": round(ours / floor, 2),
        "goal": goal, "better": "lower",
    }  # fmt: skip


def _cpu(work):
    began = time.process_time()
    work()
    return time.process_time() - began


def _written(form):
    # The models can be imported only when Django is set up.
    from surveys.workbooks.fillable.writing.book import as_file  # noqa: PLC0415

    return as_file(form).getvalue()


def _form(units):
    from tests.workbooks.fillable.made_up_forms import form_of  # noqa: PLC0415

    definition, answers = definition_and_answers(units)
    return form_of(definition, {f"DC{n:04d}": entries for n, entries in enumerate(answers)})


def definition_and_answers(units):
    from tests.workbooks.fillable.made_up_forms import asked, definition_of  # noqa: PLC0415

    kinds = [{"name": f"k{n}", "label": {"zh": f"类型{n}", "en": f"Kind {n}"}} for n in range(12)]
    each = [
        lambda n: asked(f"figure{n}", "decimal", unit="kWh", units=["kWh", "MWh"], required=True, constraint=". >= 0"),
        lambda n: asked(f"racks{n}", "integer", constraint=". >= 0"),
        lambda n: asked(f"kind{n}", "choice", choices="kinds"),
        lambda n: asked(f"text{n}", "text"),
        lambda n: asked(f"day{n}", "date"),
    ]
    definition = definition_of([each[n % 5](n) for n in range(ANSWERS)], choices={"kinds": kinds})
    chance = random.Random(1)
    return definition, [_answers(chance) for _unit in range(units)]


def _answers(chance):
    typed = [
        lambda: {"typed": str(chance.randrange(10**8)), "unit": "MWh"},
        lambda: {"typed": str(chance.randrange(5000))},
        lambda: {"typed": f"k{chance.randrange(12)}"},
        lambda: {"typed": f"示范路{chance.randrange(10**6)}号" + " A&B" * (chance.random() < 0.05)},
        lambda: {"typed": f"20{chance.randrange(10, 22)}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}"},
    ]
    names = ("figure", "racks", "kind", "text", "day")
    return {f"{names[n % 5]}{n}": typed[n % 5]() for n in range(ANSWERS)}


def _floor(form):
    """The work that is left where the questionnaire is known by heart: the same skeleton, ready texts and figures."""
    # The models can be imported only when Django is set up.
    from surveys.workbooks.fillable.layout import ISSUED  # noqa: PLC0415
    from surveys.workbooks.fillable.writing.book import skeleton_of  # noqa: PLC0415
    from surveys.workbooks.fillable.writing.places import FIRST_ROW  # noqa: PLC0415
    from surveys.workbooks.streamed.cells import number, row_function, text  # noqa: PLC0415
    from surveys.workbooks.streamed.packages import Rows, finish  # noqa: PLC0415

    short = replace(form, sheets=[replace(filled, lines=filled.lines[:1]) for filled in form.sheets])
    ready = [tuple(_texts(line)) for line in form.sheets[-1].lines]
    told = [
        ("@units", line.code, line.row, line.version, json.dumps(line.entries, ensure_ascii=False))
        for line in form.sheets[-1].lines
    ]
    row_of_issued = row_function(5)
    makers = [number if is_figure(value) else text for value in ready[0]]

    def written():
        made = skeleton_of(short)
        row, file = row_function(len(makers)), io.BytesIO()
        lines = [
            row(str(place), [make(0, value) for make, value in zip(makers, values, strict=True)])
            for place, values in enumerate(ready, start=FIRST_ROW)
        ]
        issued = [row_of_issued(str(place), [text(0, one) for one in line]) for place, line in enumerate(told, start=2)]
        finish(
            made.book,
            made.saved,
            {"Data centers": Rows(lines, len(makers), UNITS + FIRST_ROW - 1), ISSUED: Rows(issued, 5, UNITS + 1)},
            file,
        )
        return file.getvalue()

    return written


def is_figure(text):
    return text.isdecimal()


def _texts(line):
    yield from (line.code, line.name, line.row)
    for name, entry in line.entries.items():
        yield "44000" if name.startswith("day") else entry["typed"]
        if "unit" in entry:
            yield entry["unit"]
