import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.identifiers import clean_uscc, is_uscc


@pytest.mark.parametrize(
    "typed", ["91110000600037341L", "91110000600037341l", " 9111 0000 6000 3734 1L", "９１110000600037341Ｌ"]
)
def test_accepts_a_right_code_however_it_is_typed(typed):
    assert is_uscc(typed)
    assert clean_uscc(typed) == "91110000600037341L"


@pytest.mark.parametrize(
    "typed", ["", "91110000600037341M", "9111000060003734", "A1110000600037341L", "91110000600037341é", "十八位"]
)
def test_refuses_a_wrong_code(typed):
    assert not is_uscc(typed)


@given(st.text(max_size=30))
def test_never_raises(typed):
    assert is_uscc(typed) in (True, False)
