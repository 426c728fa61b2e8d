"""Whether a definition whose parts fit together can also work: what it says and what then never happens.

What would refuse every return is an error and stands in the way of publishing; the rest are warnings, for an author may
know better.
"""

from collections.abc import Iterator

from surveys.lib.problems import Problem
from surveys.questionnaires.form import Definition
from surveys.questionnaires.loading.workability import (
    beforehand,
    conditions,
    facts,
    measures,
    nil_returns,
    parts,
    roles,
    tables,
    told_checks,
)

__all__ = ["doubts"]


def doubts(definition: Definition) -> Iterator[Problem]:
    """What of a definition that is read cannot work, or can hardly be meant."""
    for room in (roles, told_checks, tables, measures, conditions, beforehand, facts, parts, nil_returns):
        yield from room.doubts(definition)
