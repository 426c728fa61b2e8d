"""The words of the builder: types of questions, what can be compared, what a question's facts are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.editing.conditions import Operator
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form import TYPES
from surveys.questionnaires.form.types.question_type import OF_ANSWERED

Words = str | Promise


def type_label(type: str) -> str:
    return in_language(TYPES[type].label, current_language()) if type in TYPES else type


def type_choices(*, in_table: bool = False) -> list[tuple[str, str]]:
    return [(name, type_label(name)) for name, one in TYPES.items() if one.stands_in_tables or not in_table]


def attributes_of(type: str) -> frozenset[str]:
    """What a question of this type can say of itself, beside its name, its type and its columns."""
    return TYPES[type].attributes if type in TYPES else OF_ANSWERED


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
NUMBER_LIKE = frozenset(name for name, one in TYPES.items() if one.kind == kinds.NUMBER or one.carries("calculation"))
