"""How choices are called in a drop-down: each by a text that no other has."""

import pytest

from surveys.questionnaires.form import Choice
from surveys.workbooks.fillable.choices import texts_of


def called(*pairs, language="zh"):
    return texts_of([Choice(name, {"zh": label} if label else {}, {}) for name, label in pairs], language)


def test_a_choice_is_called_by_its_label_and_by_its_name_where_it_has_none():
    assert called(("a", "甲"), ("b", "")) == {"a": "甲", "b": "b"}


@pytest.mark.parametrize(
    ("pairs", "texts"),
    [
        ([("a", "其他"), ("b", "其他")], ["其他 (a)", "其他 (b)"]),
        ([("a", "Other"), ("b", "OTHER ")], ["Other (a)", "OTHER (b)"]),
        ([("yes", "no"), ("no", "Nein")], ["no (yes)", "Nein"]),
        ([("a", "位于 ${site} 的"), ("b", "位于 ${town} 的")], ["位于 …… 的 (a)", "位于 …… 的 (b)"]),
        ([("a", "一\n二")], ["一 二"]),
    ],
    ids=["alike", "alike but for their letters", "the name of another", "quoting answers", "on two lines"],
)
def test_texts_that_would_be_taken_for_each_other_are_told_apart_by_their_names(pairs, texts):
    assert list(called(*pairs).values()) == texts


def test_a_label_in_another_language_is_better_than_none():
    assert called(("a", "甲"), language="en") == {"a": "甲"}
