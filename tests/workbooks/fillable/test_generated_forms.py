"""Whatever is asked and whatever was answered: a workbook that nobody touched says what the drafts say."""

import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.questionnaires.form.types import TYPES
from surveys.questionnaires.loading import load_published
from surveys.responses.drafting import merge
from surveys.workbooks.fillable.returned.comparing import compare
from surveys.workbooks.fillable.returned.contents import Owner, read_contents
from surveys.workbooks.reading.formats import parsed
from tests.workbooks.fillable.made_up_forms import form_of, written
from tests.workbooks.xlsform.generated_definitions import TEMPTING, definitions

NUMBERS = ["0", "7", "1,200.50", "1200.5 kWh", "１２", "about 5", "-3.5", "123456789012345678", "0.1", "1e5"]
OWNERS = [Owner(uuid.uuid4(), code, f"Unit {code}") for code in ("F001", "007")]
OWN = Owner(uuid.uuid4(), "91110105MA00000012", "甲公司", True)


@st.composite
def answers_to(draw, questions):
    chosen = {one.name: draw(_entry(one)) for one in questions if one.is_answered and draw(st.booleans())}
    return {name: entry for name, entry in chosen.items() if entry}


def _entry(question):
    if question.is_table:
        rows = st.lists(answers_to(question.questions), max_size=3)
        return rows.map(lambda found: [{"row": f"r{n}", "cells": cells} for n, cells in enumerate(found) if cells])
    texts = [*TEMPTING, TYPES[question.type].example, *NUMBERS] if not question.choices else _chosen(question)
    parts = {"typed": st.sampled_from([text for text in texts if text] or [""])}
    if question.units:
        parts["unit"] = st.sampled_from(["", *question.units])
    if question.methods:
        parts["method"] = st.sampled_from(["", *(one.name for one in question.methods)])
    if question.may_be_unavailable:
        parts["unavailable"] = st.sampled_from(["", "no meter"])
    return st.fixed_dictionaries(parts)


def _chosen(question):
    names = [one.name for one in question.choices]
    if question.of_type.control == "several of":
        return [" ".join(names[:n]) for n in range(1, len(names) + 1)]
    return [*names, "none of them"]


@st.composite
def forms(draw):
    definition = load_published(draw(definitions()))
    by_scope = {
        scope: [one for section in definition.sections if section.scope == scope for one in section.questions]
        for scope in ("unit", "organisation")
    }
    own = draw(answers_to(by_scope["organisation"]))
    units = {owner.code: draw(answers_to(by_scope["unit"])) for owner in OWNERS}
    return definition, own, units, draw(st.sampled_from(["zh", "en"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms())
def test_an_untouched_workbook_says_what_the_drafts_say(form):
    definition, own, units, language = form
    content = written(form_of(definition, units, own=own, language=language))
    contents = read_contents(parsed(content), definition, [OWN, *OWNERS], "")
    assert contents.stray == []
    for returned in contents.returned.values():
        now = own if returned.owner.is_organisation else units[returned.owner.code]
        compared = compare(contents, returned, now)
        assert (compared.is_touched, returned.problems, compared.contested) == (False, [], [])
        merged = merge(now, {}, 0, compared.changes, compared.unseen, compared.drawn)
        assert (merged.changed, merged.conflicts) == (frozenset(), ())
