"""The words of the builder: types of questions, what can be compared, what a question's facts are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.questionnaires.editing.conditions import Operator
from surveys.questionnaires.form.definition import NUMBERS, SHOWN_ONLY, TYPES

Words = str | Promise

TYPE_WORDS: dict[str, Words] = {
    "text": _("Text, one line"),
    "long_text": _("Text, several lines"),
    "integer": _("Whole number"),
    "decimal": _("Number with decimals"),
    "percent": _("Percentage"),
    "date": _("Date"),
    "month": _("Month"),
    "time": _("Time of day"),
    "datetime": _("Date and time"),
    "yes_no": _("Yes or no"),
    "acknowledge": _("Box to tick"),
    "choice": _("One of a list"),
    "choices": _("Several of a list"),
    "file": _("Attached file"),
    "table": _("Table"),
    "note": _("Explanation"),
    "calculated": _("Calculated and shown"),
    "hidden": _("Calculated, not shown"),
}
NOT_IN_TABLES = frozenset({"table", "note", "file"})


def type_choices(*, in_table: bool = False) -> list[tuple[str, Words]]:
    return [(name, TYPE_WORDS.get(name, name)) for name in TYPES if not (in_table and name in NOT_IN_TABLES)]


_ANSWERED = ("required", "required_message", "default", "initial", "read_only", "constraint", "constraint_message")
_TOLD = ("number", "label", "hint", "guidance", "relevant", "appearance", "extended")
_UNITS = ("unit", "units", "methods", "may_be_unavailable", "aggregate")
_OWN: dict[str, tuple[str, ...]] = {
    "text": ("max_length",),
    "long_text": ("max_length",),
    "integer": _UNITS,
    "decimal": (*_UNITS, "decimals"),
    "percent": (*_UNITS, "decimals"),
    "choice": ("choices", "choice_filter", "aggregate"),
    "choices": ("choices", "choice_filter", "aggregate"),
    "file": ("accept",),
    "table": ("rows",),
    "calculated": ("calculation", "unit", "decimals", "aggregate"),
    "hidden": ("calculation", "prefill", "unit", "decimals"),
}


def keys_of(type: str) -> frozenset[str]:
    """What a question of this type can say of itself, beside its name, its type and its columns."""
    told = _TOLD if type != "hidden" else ("number", "label", "relevant", "extended")
    answered = () if type in SHOWN_ONLY | {"hidden"} else (*_ANSWERED, "prefill")
    return frozenset((*told, *answered, *_OWN.get(type, ())))


OPERATOR_WORDS: dict[Operator, Words] = {
    Operator.EQUALS: _("is"),
    Operator.IS_NOT: _("is not"),
    Operator.GREATER: _("is greater than"),
    Operator.AT_LEAST: _("is at least"),
    Operator.LESS: _("is less than"),
    Operator.AT_MOST: _("is at most"),
    Operator.CHOSEN: _("has among the chosen"),
    Operator.NOT_CHOSEN: _("does not have among the chosen"),
    Operator.BLANK: _("is blank"),
    Operator.ANSWERED: _("is answered"),
}
AGGREGATE_WORDS: dict[str, Words] = {
    "": _("as usual for its type"),
    "sum": _("sum"),
    "count": _("how many answered"),
    "min": _("smallest"),
    "max": _("largest"),
    "none": _("not at all"),
}
SEVERITY_WORDS: dict[str, Words] = {
    "hard": _("hard: cannot be submitted"),
    "soft": _("soft: needs a reason"),
    "info": _("only told"),
}
NUMBER_LIKE = NUMBERS | {"calculated", "hidden"}
