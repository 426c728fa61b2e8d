import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from surveys.lib.identifiers import are_addresses, clean_uscc, is_uscc


@pytest.mark.parametrize(
    "typed", ["91110000600037341L", "91110000600037341l", " 9111 0000 6000 3734 1L", "９１110000600037341Ｌ"]
)
def test_accepts_a_right_code_however_it_is_typed(typed):
    assert is_uscc(typed)
    assert clean_uscc(typed) == "91110000600037341L"


@pytest.mark.parametrize("office", ["11", "91", "A1", "N2", "Y1"])
def test_accepts_every_office_that_registers(office):
    stem = f"{office}110105MA0012345"

    assert is_uscc(stem + uscc.calc_check_digit(stem))


@pytest.mark.parametrize("typed", ["\u202d91110000600037341L\u202c", "\ufeff9111\u200b0000600037341L"])
def test_what_a_page_hides_in_a_code_that_is_copied_does_no_harm(typed):
    assert (is_uscc(typed), clean_uscc(typed)) == (True, "91110000600037341L")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "91110000600037341M",
        "9111000060003734",
        "A1110000600037341L",
        "91110000600037341é",
        "B1110000600037341L",
        "十八位",
    ],
)
def test_refuses_a_wrong_code(typed):
    assert not is_uscc(typed)


@given(st.text(max_size=30))
def test_never_raises(typed):
    assert is_uscc(typed) in (True, False)
    assert are_addresses(typed) in (True, False)


@pytest.mark.parametrize(
    "typed",
    ["203.0.113.7", " 0.0.0.0 ", "255.255.255.255", "::", "2001:db8::7", "203.0.113.7，2001:DB8::7", "１０.0.0.1"],
)
def test_accepts_addresses(typed):
    assert are_addresses(typed)


@pytest.mark.parametrize(
    "typed",
    ["", " , ", "256.0.0.1", "203.0.113", "203.0.113.07", "1::2::3", "fe80::1%eth0", "10.0.0.0/8", "10.0.0.1 x"],
)
def test_refuses_what_is_no_address(typed):
    assert not are_addresses(typed)
