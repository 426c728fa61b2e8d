"""Whatever is written as an expression, only ExpressionError comes out, and whatever can be read can be evaluated.

FUZZ_EXAMPLES=5000 tries more of them.
"""

import gc
import os
import time

from hypothesis import given, settings
from hypothesis import strategies as st

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
from surveys.questionnaires.expressions.checker import errors
from surveys.questionnaires.expressions.values import to_text
from tests.questionnaires.expressions.test_evaluator import ANSWERS, NOW

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "500"))
SECONDS = 0.05

ATOMS = ["1", "0", "2.5", "-1", "'a'", "''", "'2021-04-28'", "'08:30'", "'%Y-%m'", "'(a+)+b'", "'${chosen}'", "9" * 45]
ATOMS += ["true()", "today()", "now()", ".", "fact('facility.it_kw')", "'2021-04-28T04:00:00.000+08:00'", "99999999"]
ATOMS += ["position(..)", "1000000000000"]
ATOMS += [f"${{{name}}}" for name in ANSWERS]
NOISE = [
    *"()[]{}$'\"<>=!+-*/.,:@|;\\ \n\x00é中·",
    "div",
    "mod",
    "and",
    "or",
    "${",
    "}",
    "if(",
    "..",
    "::",
    "1e9",
    "jr:",
]
OPERATORS = ["+", " - ", "*", " div ", " mod ", "=", "!=", "<", "<=", ">", ">=", " and ", " or "]
AROUND = Surroundings(dict.fromkeys(ANSWERS, kinds.ANY), kinds.ANY, attributes=frozenset({"name"}))
SCOPE = Scope(ANSWERS.get, NOW, NOW.date(), position=2, choice={"name": "red"})


def generated(chance, depth=4):
    kind = chance.random()
    if depth == 0 or kind < 0.2:
        return chance.choice(ATOMS)
    if kind < 0.5:
        return f"({generated(chance, depth - 1)}{chance.choice(OPERATORS)}{generated(chance, depth - 1)})"
    if kind < 0.55:
        return f"-{generated(chance, depth - 1)}"
    name = chance.choice([*FUNCTIONS, "gone"])
    wanted = len(FUNCTIONS[name].parameters) if name in FUNCTIONS and chance.random() < 0.9 else chance.randint(0, 3)
    return f"{name}({', '.join(generated(chance, depth - 1) for _ in range(wanted))})"


def spoilt(text, chance):
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(text))
        text = text[:place] + chance.choice(NOISE) + text[place + chance.randint(0, 2) :]
    return text


def work_through(text, *, bare_names=False):
    try:
        tree = parse(text, bare_names=bare_names)
    except ExpressionError:
        return
    check(tree, AROUND)
    if not errors(tree, AROUND):
        to_text(evaluate(tree, SCOPE))


def seconds_for(text):
    """Of this thread's own work: what else the machine and the collector of garbage do is not the expression's fault."""
    gc.disable()
    began = time.thread_time()
    try:
        work_through(text)
        return time.thread_time() - began
    finally:
        gc.enable()


@settings(max_examples=EXAMPLES)
@given(chance=st.randoms(use_true_random=False))
def test_only_expression_errors_come_out_and_soon(chance):
    text = generated(chance)
    texts = text, spoilt(text, chance)

    assert [one for one in texts if seconds_for(one) > SECONDS] == []


@settings(max_examples=EXAMPLES)
@given(pieces=st.lists(st.sampled_from([*NOISE, *OPERATORS, *ATOMS, *FUNCTIONS]), max_size=12))
def test_any_heap_of_signs_is_an_expression_or_an_expression_error(pieces):
    text = "".join(pieces)

    work_through(text)
    work_through(text, bare_names=True)
