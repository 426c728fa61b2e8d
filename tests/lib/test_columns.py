import pytest

from surveys.lib.columns import longest
from surveys.rounds.models import Extension, Survey


def test_a_form_takes_what_its_column_holds():
    assert longest(Extension, "reason") == Extension._meta.get_field("reason").max_length == 500


def test_a_column_of_any_length_has_no_longest():
    with pytest.raises(AssertionError):
        longest(Survey, "legal_basis_zh")
