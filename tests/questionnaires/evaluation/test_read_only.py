import pytest

from surveys.questionnaires.evaluation.evaluating import evaluate
from tests.questionnaires.examples import (
    NOW,
    definition,
    question,
)


@pytest.mark.parametrize(
    ("read_only", "done", "is_read_only"),
    [(True, "", True), (False, "yes", False), ("${done} = 'yes'", "yes", True), ("${done} = 'yes'", "no", False)],
)
def test_a_question_is_read_only_always_never_or_under_its_condition(read_only, done, is_read_only):
    form = definition(question("done"), question("q", read_only=read_only))

    found = evaluate(form, {"done": {"typed": done}}, now=NOW)

    assert found.instance.is_read_only(form.question("q")) is is_read_only
