"""What a question can say of itself can be said in every way there is: stored, compared, written in the browser, in Excel."""

from dataclasses import fields

import pytest

from surveys.bureau.builder.forms import ALL_KEYS
from surveys.questionnaires.diff.changes import ATTRIBUTES
from surveys.questionnaires.editing.structure import _ASKED as SHAPES
from surveys.questionnaires.form.definition import Question
from surveys.questionnaires.form.types import TYPES
from surveys.workbooks.xlsform.columns import COLUMNS, SURVEY, TEXT_COLUMNS

STORED_AS = {"choice_list": "choices", "method_list": "methods"}
WORKED_OUT = {"choices", "methods", "table"}
ITS_PLACE = {"name", "questions"}
"""What a question is called, and its columns: shown by the outline and not by a field."""
KEYS = sorted({STORED_AS.get(one.name, one.name) for one in fields(Question) if one.name not in WORKED_OUT} - ITS_PLACE)
COLUMN_OF = {"choices": "type", "accept": "type", "methods": "method", "rows": "min_rows", **TEXT_COLUMNS}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_a_question_is_followed_everywhere(key):
    assert key in ATTRIBUTES, f"{key}: what is it called? ATTRIBUTES of surveys/questionnaires/diff/changes.py"
    assert key in SHAPES, f"{key}: what may it hold? _ASKED of surveys/questionnaires/editing/structure.py"
    assert key in ALL_KEYS, f"{key}: give it a field in surveys/bureau/builder/forms.py"
    assert COLUMN_OF.get(key, key) in COLUMNS[SURVEY].known, f"{key}: surveys/workbooks/xlsform/columns.py, rows.py"


@pytest.mark.parametrize("key", [key for key in KEYS if key != "type"])
def test_a_key_of_a_question_is_offered_for_some_type(key):
    carried = set().union(*(type.attributes for type in TYPES.values()))

    assert key in carried, f"surveys/questionnaires/form/types: which types of questions carry {key!r}?"
