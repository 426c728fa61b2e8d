"""Whatever is written as an expression, only ExpressionError comes out, and whatever can be read can be evaluated."""

import random
import time

import pytest

from surveys.questionnaires.expressions import (
    FUNCTIONS,
    ExpressionError,
    Scope,
    Surroundings,
    check,
    evaluate,
    kinds,
    parse,
)
from tests.questionnaires.expressions.test_evaluator import ANSWERS, NOW

ATOMS = ["1", "0", "2.5", "'a'", "''", "'2021-04-28'", "true()", "today()", ".", "fact('facility.it_kw')", "9" * 45]
ATOMS += [f"${{{name}}}" for name in ANSWERS]
NOISE = [*"()[]{}$'\"<>=!+-*/.,:@|;\\ \n\x00é中", "div", "mod", "and", "or", "${", "}", "if(", "..", "::", "1e9"]
OPERATORS = ["+", "-", "*", " div ", " mod ", "=", "!=", "<", "<=", ">", ">=", " and ", " or "]


def generated(chance, depth=4):
    kind = chance.random()
    if depth == 0 or kind < 0.25:
        return chance.choice(ATOMS)
    if kind < 0.6:
        return f"({generated(chance, depth - 1)}{chance.choice(OPERATORS)}{generated(chance, depth - 1)})"
    if kind < 0.65:
        return f"-{generated(chance, depth - 1)}"
    arguments = ", ".join(generated(chance, depth - 1) for _ in range(chance.randint(0, 3)))
    return f"{chance.choice([*FUNCTIONS, 'gone'])}({arguments})"


def spoilt(text, chance):
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(text))
        text = text[:place] + chance.choice(NOISE) + text[place + chance.randint(0, 2) :]
    return text


@pytest.mark.parametrize("seed", range(20))
def test_only_expression_errors_come_out(seed):
    chance = random.Random(seed)
    around = Surroundings(dict.fromkeys(ANSWERS, kinds.ANY), kinds.ANY)
    scope = Scope(ANSWERS.get, NOW, NOW.date())
    for _ in range(100):
        text = generated(chance)
        if chance.random() < 0.4:
            text = spoilt(text, chance)
        began = time.perf_counter()
        try:
            tree = parse(text)
        except ExpressionError:
            continue
        _, problems = check(tree, around)
        if not any("function" in problem["en"] or "arguments" in problem["en"] for problem in problems):
            evaluate(tree, scope)
        assert time.perf_counter() - began < 0.5
