"""Where in the builder a problem of a definition can be put right."""

import pytest

from surveys.bureau.builder.problems import location_of
from surveys.questionnaires.editing import operations
from tests.bureau.builder.proposals import to


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("total.unit", "questions/total/#at-unit"),
        ("colour.unit", "questions/colour/#at-type"),
        ("sites.rows.count", "questions/sites/#at-rows_count"),
        ("sites.questions", "questions/sites/#at-questions"),
        ("one.questions", "#one"),
        ("two.relevant", "sections/two/#at-relevant"),
        ("check C01.rule", "checks/0/#at-rule"),
        ("check C01.share", "checks/0/#at-values"),
        ("checks[0].table", "checks/0/#at-questions"),
        ("check C01", "checks/0/"),
        ("choices.colours[0].label", "lists/colours/#at-1"),
        ("choices.colours.red.label", "lists/colours/#at-1"),
        ("choices.colours", "lists/colours/"),
        ("choices.gone", "lists/"),
        ("nil.question", "settings/#at-nil"),
        ("sections", ""),
    ],
)
def test_a_problem_leads_to_where_it_is_mended(proposal, location, leads_to):
    _owner, href = location_of(proposal, operations.names(proposal.definition), location)

    assert href == to("proposal", proposal.pk) + leads_to
