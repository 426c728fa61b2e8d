"""A nil return that could not be filed, or would not be known as one, is named before anybody publishes it."""

import pytest

from surveys.questionnaires.evaluation import evaluate
from surveys.questionnaires.loading import load_published
from tests.questionnaires.examples import NOW, question, section, stored
from tests.questionnaires.loading.workability.test_doubts import told

FLAG = question("m", "yes_no", required=True)
TABLE = question("t", "table", questions=[question("column", "choice", choices="colours")])


@pytest.mark.parametrize(
    ("asked", "value", "found"),
    [
        (FLAG, "no", None),
        (FLAG, "nein", ("nil.value", "error")),
        (FLAG, "false", ("nil.value", "warning")),
        (question("m", "choice", choices="colours"), "red", None),
        (question("m", "choices", choices="colours"), "red", ("nil.value", "warning")),
        (question("m"), "none", None),
        (question("m", "decimal"), "none", ("nil.value", "error")),
        (question("m", "decimal"), "0", ("nil.value", "warning")),
        (question("m", "note"), "no", ("nil", "error")),
        (question("m", "calculated", calculation="1 + 1"), "2", ("nil", "error")),
        (question("m", "yes_no", relevant="${other} = 'yes'"), "no", ("nil", "warning")),
        (question("m", "yes_no", constraint=". = 'yes'"), "no", ("nil.value", "error")),
    ],
)
def test_what_a_nil_return_says_must_be_an_answer(asked, value, found):
    assert told(question("other", "yes_no"), asked, nil={"question": "m", "value": value}) == (
        {found} if found else set()
    )


def test_what_is_called_an_error_would_refuse_every_nil_return():
    form = load_published(stored(FLAG, nil={"question": "m", "value": "nein"}))

    assert [finding.check for finding in evaluate(form, {}, now=NOW, nil=True).blocking] == ["reading"]


@pytest.mark.parametrize(
    ("required", "is_named"),
    [("note", True), ("column", True), ("later", True), ("w", False), ("m", False), ("t", False)],
)
def test_what_comes_with_a_nil_return_can_be_answered_in_it(required, is_named):
    asked = [FLAG, TABLE, question("note", "note"), question("w"), question("later", relevant="${m} = 'yes'")]

    found = told(*asked, nil={"question": "m", "value": "no", "requires": [required]})

    assert found == ({("nil", "warning")} if is_named else set())


def test_a_column_says_nothing_for_the_whole():
    assert ("nil", "error") in told(TABLE, nil={"question": "column", "value": "red"})


def test_a_nil_return_is_filed_for_each_data_center():
    pages = [section(FLAG, scope="organisation"), section(question("z"), name="s2")]
    nil = {"question": "m", "value": "no"}

    assert told(sections=pages, nil=nil) == {("nil", "warning")}
    assert told(sections=pages, nil=nil, unit="organisation") == set()
