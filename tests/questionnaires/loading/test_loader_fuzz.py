"""However a stored definition is spoilt, loading it names problems or gives a definition that can be evaluated."""

import copy
import random

import pytest

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.form.problems import DefinitionError
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import NOW

JUNK = [None, 5, -1, True, 1.5, "", "x", "1 +", "${a}", "${total_kwh}", "table", "calculated", [], {}, ["x"], {"zh": 1}]
FORM = template("mining_2021")


def places(data, place=()):
    """The ways to everything inside nested objects and lists."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*place, key)
        yield from places(value, (*place, key))


PLACES = list(places(FORM))


def spoil(data, chance):
    *way, last = chance.choice(PLACES)
    inner = data
    for key in way:
        inner = inner[key]
    inner[last] = chance.choice(JUNK)


@pytest.mark.parametrize("seed", range(100))
def test_only_definition_errors_come_out(seed):
    data = copy.deepcopy(FORM)
    spoil(data, random.Random(seed))

    try:
        form = load(data)
    except DefinitionError as error:
        assert all(problem.location is not None and problem.message["zh"] for problem in error.problems)
    else:
        evaluate(form, {}, now=NOW).document()
