"""Whatever the bureau's screens can show or offer has its words and its colour."""

import pytest

from surveys.bureau.builder.labels import AGGREGATE_WORDS, OPERATOR_WORDS, SEVERITY_WORDS
from surveys.bureau.monitor.notices import STATES
from surveys.bureau.round_frame import TONES, phase_word
from surveys.notices.models import Notice
from surveys.questionnaires.catalogue.reference import SEVERITIES
from surveys.questionnaires.diff.changes import ATTRIBUTES, EFFECTS
from surveys.questionnaires.diff.comparison import DROPPING, STRICTER
from surveys.questionnaires.editing.conditions import SYMBOLS, WITHOUT_A_RIGHT_SIDE, Operator
from surveys.questionnaires.form.definition import AGGREGATES
from surveys.rendering.controls import _FINDINGS as SHOWN_AS
from surveys.rendering.version_changes import EFFECT_TITLES
from surveys.rounds.deadlines import Phase

IN_LABELS = "give it words in surveys/bureau/builder/labels.py"


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_of_a_round_has_a_word_and_a_tone(phase):
    assert phase in TONES, f"surveys/bureau/round_frame.py: TONES lacks {phase}"
    assert phase_word(phase)


@pytest.mark.parametrize("state", Notice.State)
def test_every_state_of_a_notice_can_be_looked_for(state):
    assert state in STATES, (
        f"surveys/bureau/monitor/notices.py: STATES lacks {state!r}; what is in it would not be found"
    )


@pytest.mark.parametrize("operator", Operator)
def test_every_operator_is_offered(operator):
    assert operator in OPERATOR_WORDS, f"nobody can choose {operator!r}: {IN_LABELS}"


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_every_way_of_adding_up_is_offered_in_words(aggregate):
    assert aggregate in AGGREGATE_WORDS, f"{aggregate!r} is shown as it stands in the file: {IN_LABELS}"


def test_every_severity_is_offered_and_shown():
    assert set(SEVERITY_WORDS) == set(SEVERITIES) == set(SHOWN_AS)


@pytest.mark.parametrize("effect", EFFECTS)
def test_every_effect_of_a_change_has_a_title(effect):
    assert effect in EFFECT_TITLES, f"surveys/rendering/version_changes.py: EFFECT_TITLES lacks {effect!r}"


def test_what_makes_a_version_stricter_has_a_name():
    assert {*STRICTER, *DROPPING} - set(ATTRIBUTES) == set(), "surveys/questionnaires/diff/changes.py: ATTRIBUTES"


def test_operators_are_told_apart_by_their_symbols():
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)
    assert not SYMBOLS.keys() & WITHOUT_A_RIGHT_SIDE
