import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.canonical_json import canonical_json, canonical_sha256

WHOLE = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
PLAIN = st.none() | st.booleans() | WHOLE | st.text() | st.floats(allow_nan=False, allow_infinity=False)
CONTENT = st.dictionaries(
    st.text(), st.recursive(PLAIN, lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts), max_leaves=12)
)


def test_the_order_of_keys_does_not_change_the_hash():
    assert canonical_sha256({"a": "1", "b": "2"}) == canonical_sha256({"b": "2", "a": "1"})


def test_the_hash_is_the_one_anyone_can_compute():
    assert canonical_sha256({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(CONTENT)
def test_whatever_the_content_the_bytes_are_those_of_the_standard(content):
    assert canonical_json(content) == rfc8785.dumps(content)


@pytest.mark.parametrize("content", [{"\U0001f600": "1", "\ufb33": "2"}, {"a": 1e21, "b": 0.5}, {"a": '\x01\x7f"\\'}])
def test_what_encoders_write_differently_is_written_by_the_standard(content):
    assert canonical_json(content) == rfc8785.dumps(content)


def test_a_number_too_large_to_be_exact_is_refused():
    with pytest.raises(rfc8785.IntegerDomainError):
        canonical_json({"a": 2**53})
