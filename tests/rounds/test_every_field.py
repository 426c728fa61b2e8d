"""A field of a survey or a round is one that officers may change, or one that a deed sets."""

import pytest

from surveys.bureau.monitor import history
from surveys.registry import roster_fields
from surveys.rounds.fields import CHANGEABLE, COLUMNS, SURVEY_WORDING
from surveys.rounds.models import Round, Survey

SET_BY_A_DEED = {
    Round: {
        "id",
        "survey",
        "version",
        "code",
        "created_at",
        "created_by",
        "issued_at",
        "issued_by",
        "closed_at",
        "closed_by",
        "closing_reason",
        "factors",
        "withdrawn_at",
        "withdrawn_by",
        "withdrawal_reason",
    },
    Survey: {"id", "authority", "questionnaire", "code", "retention_months"},
}
OFFERED = {Round: set(CHANGEABLE), Survey: set(SURVEY_WORDING)}


@pytest.mark.parametrize("model", OFFERED)
def test_every_field_can_be_changed_or_is_set_by_a_deed(model):
    fields = {field.name for field in model._meta.concrete_fields}
    forgotten = fields - OFFERED[model] - SET_BY_A_DEED[model]

    assert not forgotten, (
        f"{model.__name__}: {sorted(forgotten)} can never be filled in: name it in CHANGEABLE or SURVEY_WORDING of "
        f"surveys/rounds/fields.py (and give it a field in surveys/bureau/rounds/forms.py), or in SET_BY_A_DEED here"
    )
    assert OFFERED[model] | SET_BY_A_DEED[model] <= fields


def test_the_history_has_words_for_every_field_that_can_be_changed():
    assert {*CHANGEABLE, *SURVEY_WORDING} - set(history.COLUMNS) == set()


def test_no_word_of_a_round_hides_one_of_the_register():
    assert COLUMNS.keys() & roster_fields.COLUMNS.keys() == set()
