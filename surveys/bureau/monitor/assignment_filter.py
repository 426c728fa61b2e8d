"""The filter of a round's units. All of it stands in the address, so that a list can be shared and gone back to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.lib.names import name_holds
from surveys.lib.numbers import in_plain_width
from surveys.models import Acknowledgement, Assignment, Organisation, Region, Request, Revision
from surveys.responses.dialogue.queries import waiting
from surveys.responses.queries import ELIGIBLE, UNSENT, overdue
from surveys.responses.receipts import read_receipt_number
from surveys.responses.states import ANSWERED, NOT_SUBMITTED, State
from surveys.rounds.letters.queries import has_answered, is_acknowledged

Assignments = QuerySet[Assignment]
# What an operator has submitted waits, for the bureau, for review.
STATE_WORDS: dict[str, Any] = dict(State.choices) | {State.SUBMITTED: gettext_lazy("waiting for review")}
STANDINGS: list[tuple[str, object]] = [
    *STATE_WORDS.items(),
    ("silent", gettext_lazy("no answer yet")),
    ("answered", gettext_lazy("answered")),
    ("unsent", gettext_lazy("changed, not submitted again")),
    ("overdue", gettext_lazy("overdue")),
    ("asking", gettext_lazy("request waits for an answer")),
    ("excluded", gettext_lazy("taken out of the round")),
]
LETTERS: list[tuple[str, object]] = [
    ("acknowledged", gettext_lazy("acknowledged")),
    ("unacknowledged", gettext_lazy("not acknowledged")),
    *[(str(value), label) for value, label in Acknowledgement.Answer.choices],
]
YES_OR_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]
ANY = ("", gettext_lazy("any"))
CHOSEN = "assignment"


def _choice(label: Any, choices: Iterable[tuple[str, object]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[ANY, *choices], required=False)


class AssignmentFilter(forms.Form):
    """A value that means nothing finds nothing, so that a deed on all hits is never one on all units by mistake."""

    state = _choice(gettext_lazy("State"), STANDINGS)
    region = _choice(gettext_lazy("District"))
    kind = _choice(gettext_lazy("Kind of organisation"), Organisation.Kind.choices)
    late = _choice(gettext_lazy("Late"), YES_OR_NO)
    nil = _choice(gettext_lazy("Nil return"), YES_OR_NO)
    findings = _choice(gettext_lazy("Findings"), YES_OR_NO)
    letter = _choice(gettext_lazy("Letter"), LETTERS)
    q = forms.CharField(label=gettext_lazy("Name, credit code, code or receipt"), required=False, max_length=100)

    def __init__(self, params: QueryDict, *, regions: Iterable[Region]) -> None:
        super().__init__(params, auto_id="filter_%s")
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
        self.fields["region"].choices = [ANY, *((region.code, region.name) for region in regions)]  # type: ignore[attr-defined]

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The valid ones of the values given."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def criteria(self) -> dict[str, str]:
        """Those of the values by which units are left out."""
        return self.chosen

    def applied_to(self, assignments: Assignments, at: datetime) -> Assignments:
        for name, value in self.criteria.items():
            assignments = RULES[name](assignments, value, at)
        return assignments if self.is_valid() else assignments.none()

    def chips(self) -> list["Chip"]:
        return [Chip(self._words(name, value), self._address_without(name)) for name, value in self.criteria.items()]

    def _words(self, name: str, value: str) -> str:
        field = self.fields[name]
        choices: dict[object, object] = dict(getattr(field, "choices", ()))
        return _("%(label)s: %(value)s") % {"label": field.label, "value": choices.get(value, value)}

    def _address_without(self, name: str) -> str:
        return "?" + self._query(value for value in self.chosen if value != name)

    def _query(self, names: Iterable[str]) -> str:
        kept = QueryDict(mutable=True)
        kept.update({name: self.chosen[name] for name in names})
        return kept.urlencode()

    @property
    def query(self) -> str:
        """What is chosen, as it stands in an address."""
        return self._query(self.chosen)


@dataclass(frozen=True)
class Chip:
    words: str
    without: str


def _state(assignments: Assignments, value: str, at: datetime) -> Assignments:
    match value:
        case "excluded":
            return assignments.exclude(ELIGIBLE)
        case "silent":
            return assignments.filter(ELIGIBLE, response__state__in=NOT_SUBMITTED)
        case "answered":
            return assignments.filter(ELIGIBLE, response__state__in=ANSWERED)
        case "unsent":
            return assignments.filter(ELIGIBLE, UNSENT)
        case "overdue":
            return overdue(assignments, at)
        case "asking":
            return assignments.filter(pk__in=waiting(Request.objects.all()).order_by().values("assignment"))
        case _:
            return assignments.filter(ELIGIBLE, response__state=value)


def _region(assignments: Assignments, value: str, at: datetime) -> Assignments:
    return assignments.filter(region_id=value)


def _kind(assignments: Assignments, value: str, at: datetime) -> Assignments:
    return assignments.filter(organisation__kind=value)


def _late(assignments: Assignments, value: str, at: datetime) -> Assignments:
    """By the first revision, as in every count: whoever corrects later was on time."""
    first = Revision.objects.filter(response__assignment=OuterRef("pk"), number=1)
    return assignments.filter(Exists(first.filter(is_late=value == "yes")))


def _nil(assignments: Assignments, value: str, at: datetime) -> Assignments:
    return assignments.filter(Exists(_latest().filter(is_nil=value == "yes")))


def _findings(assignments: Assignments, value: str, at: datetime) -> Assignments:
    clean = _latest().filter(findings=[])
    return assignments.filter(Exists(clean) if value == "no" else Exists(_latest()) & ~Exists(clean))


def _letter(assignments: Assignments, value: str, at: datetime) -> Assignments:
    match value:
        case "acknowledged":
            return assignments.filter(is_acknowledged())
        case "unacknowledged":
            return assignments.filter(ELIGIBLE).exclude(is_acknowledged())
        case _:
            return assignments.filter(has_answered(value))


def _latest() -> QuerySet[Revision]:
    """The latest revision of the outer assignment: the one after which none comes."""
    newer = Revision.objects.filter(response=OuterRef("response"), number__gt=OuterRef("number"))
    return Revision.objects.filter(~Exists(newer), response__assignment=OuterRef("pk"))


def _text(assignments: Assignments, value: str, at: datetime) -> Assignments:
    if number := read_receipt_number(value):
        of_this = assignments.filter(response__revisions__receipt=number)
        if of_this.exists():
            return of_this
    for word in value.split():
        plain = in_plain_width(word)
        assignments = assignments.filter(
            name_holds("organisation__name", word)
            | Q(organisation__number__istartswith=plain)
            | name_holds("facility__name", word)
            | Q(facility__code__iexact=plain)
            | Q(facility__code__iexact=word)
        )
    return assignments


RULES: dict[str, Callable[[Assignments, str, datetime], Assignments]] = {
    "state": _state,
    "region": _region,
    "kind": _kind,
    "late": _late,
    "nil": _nil,
    "findings": _findings,
    "letter": _letter,
    "q": _text,
}
