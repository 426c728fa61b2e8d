"""What changed from one version of a questionnaire to a later one, and what that can do to answers."""

from surveys.questionnaires.diff.changes import ATTRIBUTES
from surveys.questionnaires.diff.comparison import EFFECTS, Change, changes_between
from surveys.questionnaires.diff.impact import may_find_something_new, reach_of

__all__ = [
    "ATTRIBUTES",
    "EFFECTS",
    "Change",
    "changes_between",
    "may_find_something_new",
    "reach_of",
]
