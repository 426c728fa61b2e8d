"""From an answered document to the figures that reports are made of, by the roles its questionnaire names."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from surveys.lib import units
from surveys.lib.dates import Month
from surveys.lib.text import Text
from surveys.questionnaires.evaluation import in_words, values_of
from surveys.questionnaires.form import Definition, StoredDocument
from surveys.reports.microdata import Hosted
from surveys.reports.obtained import Obtained, graded
from surveys.reports.own_questions import OwnReader
from surveys.reports.periods import Period, other_period, period
from surveys.responses.tenants.declared import Declarations, sum_of

ROLES = (
    *("has_mining", "total_kwh", "mining_kwh", "it_kwh", "hashrate", "method", "status", "planned_exit", "business"),
    *("period_from", "period_to", "phase", "total_method"),
)
NOTHING: Declarations = MappingProxyType({})
UNITS = {"total_kwh": "kWh", "mining_kwh": "kWh", "it_kwh": "kWh", "hashrate": "TH/s"}
CANNOT_TELL, NO, DESIGN = "unsure", "no", "design"
"""What `has_mining` says where only the customers know, and where nobody mines, and `phase` of a data center that does
not stand yet; the names the library gives them."""


def roles_of(definition: Definition, newest: Definition) -> dict[str, str]:
    """As the round's newest version names them, so that a role that was forgotten is mended for what is in already.

    By its own names only where the newest version does not ask what this one asked.
    """
    kept = {role: name for role, name in definition.roles.items() if role in newest.roles or not newest.asks(name)}
    return kept | {role: name for role, name in newest.roles.items() if definition.asks(name)}


class Reader:
    """Finds in a document what reports look for, by the roles its questionnaire names. Other answers are not read."""

    def __init__(self, definition: Definition, newest: Definition | None = None, usual: Period | None = None) -> None:
        """newest: by whose roles it is read; usual: the period of the round."""
        self.definition, self.usual = definition, usual
        named = roles_of(definition, newest or definition)
        self.roles = {role: name for role, name in named.items() if role in ROLES}
        self.own = OwnReader(definition, newest or definition)
        self.wanted = {*self.roles.values(), *self.own.wanted}
        nil = definition.nil
        self.no = nil.value if nil and nil.question == self.roles.get("has_mining") else NO
        self.business_type = named.get("business_type", "")
        self.business_share = named.get("business_share", "")

    def figures(self, document: StoredDocument, declared: Declarations = NOTHING) -> dict[str, Any]:
        """declared: what tenants declared of it, by question."""
        answers = {name: entry for name, entry in document["answers"].items() if name in self.wanted}
        values = values_of(self.definition, {**document, "answers": answers})
        said: dict[str, object] = {role: values.get(name) for role, name in self.roles.items()}
        return {
            "involved": self._involved(said.get("has_mining"), self._figure(said, "mining_kwh")),
            "cannot_tell": said.get("has_mining") == CANNOT_TELL,
            "has_mining": _name(said.get("has_mining")),
            "total_kwh": self._figure(said, "total_kwh"),
            "mining_kwh": self._figure(said, "mining_kwh"),
            "it_kwh": self._figure(said, "it_kwh"),
            "hashrate": self._figure(said, "hashrate"),
            "method": _name(said.get("method")),
            "status": _name(said.get("status")),
            "planned_exit": _date(said.get("planned_exit")),
            "is_expected": said.get("phase") == DESIGN,
            "hosted": self._hosted(said.get("business")),
            "total_obtained": self._obtained("total_kwh", "total_method", document, said, declared),
            "mining_obtained": self._obtained("mining_kwh", "method", document, said, declared),
            "own": self.own.read(values),
            "other_period": other_period(
                period(_first_day(said.get("period_from")), _date(said.get("period_to"))),
                self.usual,
                self.definition.other_periods,
            ),
        }

    def _obtained(
        self,
        role: str,
        of_method: str,
        document: StoredDocument,
        said: Mapping[str, object],
        declared: Declarations,
    ) -> Obtained:
        name, asked = self.roles.get(role, ""), self.roles.get(of_method, "")
        grade = graded(self.definition, name, asked, document, said.get(of_method))
        ones = declared.get(name, ())
        if not ones:
            return Obtained(grade)
        of_tenants = sum_of(self.definition.question(name), ones) or Decimal(0)
        return Obtained(grade, self._converted(role, of_tenants) or Decimal(0))

    def _figure(self, said: Mapping[str, object], role: str) -> Decimal | None:
        """In the unit reports add up in; what cannot be converted, such as kVA, is a blank."""
        value = _number(said.get(role))
        return None if value is None else self._converted(role, value)

    def _converted(self, role: str, value: Decimal) -> Decimal | None:
        wanted = UNITS[role]
        given = self.definition.question(self.roles[role]).canonical_unit or wanted
        try:
            return value if given == wanted else units.in_decimal(units.convert(value, given, wanted))
        except ValueError:
            return None

    def _involved(self, says: object, mining_kwh: Decimal | None) -> bool | None:
        """By the answer; where there is none, electricity spent on mining speaks for itself."""
        if says is None:
            return True if mining_kwh else None
        return says if isinstance(says, bool) else bool(says != self.no)

    def _hosted(self, value: object) -> tuple[Hosted, ...]:
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
        return tuple(
            Hosted(name, _number(row.get(self.business_share)))
            for row in rows
            if (name := _name(row.get(self.business_type)))
        )


def labels_of(definitions: Iterable[Definition], role: str) -> dict[str, Text]:
    """The choices of the first definition, and behind them those that only a later one in the list knows."""
    found: dict[str, Text] = {}
    newest, *_others = every = list(definitions)
    for definition in every:
        name = roles_of(definition, newest).get(role)
        for choice in definition.question(name).choices if name else ():
            found.setdefault(choice.name, choice.label)
    return found


def _number(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _name(value: object) -> str:
    return in_words(value) if isinstance(value, str | bool) else ""


def _date(value: object) -> date | None:
    """The day of a moment, the last one of a month."""
    if isinstance(value, Month):
        return date(value.year, value.month, monthrange(value.year, value.month)[1])
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def _first_day(value: object) -> date | None:
    return date(value.year, value.month, 1) if isinstance(value, Month) else _date(value)
