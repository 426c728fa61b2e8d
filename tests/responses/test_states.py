import itertools

import pytest

from surveys.responses.states import CHART, NotAllowedNow, State, after

ALLOWED = {(deed, state) for deed, moves in CHART.items() for state in moves}


@pytest.mark.parametrize(("deed", "state"), sorted(ALLOWED))
def test_the_chart_says_where_a_deed_leads(deed, state):
    assert after(deed, state) == CHART[deed][state]


@pytest.mark.parametrize(("deed", "state"), sorted(set(itertools.product(CHART, State)) - ALLOWED))
def test_what_the_chart_does_not_know_is_not_possible(deed, state):
    with pytest.raises(NotAllowedNow):
        after(deed, state)


def test_an_accepted_answer_is_not_edited():
    with pytest.raises(NotAllowedNow):
        after("save", State.ACCEPTED)
