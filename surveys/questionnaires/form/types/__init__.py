"""The types of question, in the order in which they are offered. One more is one file here and one line below."""

from surveys.questionnaires.form.types.acknowledge import ACKNOWLEDGE
from surveys.questionnaires.form.types.calculated import CALCULATED
from surveys.questionnaires.form.types.choice import CHOICE
from surveys.questionnaires.form.types.choices import CHOICES
from surveys.questionnaires.form.types.date import DATE
from surveys.questionnaires.form.types.datetime import DATETIME
from surveys.questionnaires.form.types.decimal import DECIMAL
from surveys.questionnaires.form.types.file import FILE
from surveys.questionnaires.form.types.geopoint import GEOPOINT
from surveys.questionnaires.form.types.hidden import HIDDEN
from surveys.questionnaires.form.types.integer import INTEGER
from surveys.questionnaires.form.types.long_text import LONG_TEXT
from surveys.questionnaires.form.types.month import MONTH
from surveys.questionnaires.form.types.month_range import MONTH_RANGE
from surveys.questionnaires.form.types.note import NOTE
from surveys.questionnaires.form.types.percent import PERCENT
from surveys.questionnaires.form.types.question_type import QuestionType
from surveys.questionnaires.form.types.table import TABLE
from surveys.questionnaires.form.types.text import TEXT
from surveys.questionnaires.form.types.time import TIME
from surveys.questionnaires.form.types.year import YEAR
from surveys.questionnaires.form.types.yes_no import YES_NO

_OFFERED = (
    TEXT, LONG_TEXT, INTEGER, DECIMAL, PERCENT, DATE, MONTH, MONTH_RANGE, YEAR, TIME, DATETIME, GEOPOINT, YES_NO, ACKNOWLEDGE,
    CHOICE, CHOICES, FILE, TABLE, NOTE, CALCULATED, HIDDEN,
)  # fmt: skip
TYPES: dict[str, QuestionType] = {type.name: type for type in _OFFERED}

__all__ = ["TYPES", "QuestionType"]
