"""The columns of the roster: what each is called in both languages and how a cell is read."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from surveys.audit.sentences import Columns
from surveys.lib.cleaning import read_text
from surveys.lib.columns import longest
from surveys.lib.dates import read_date
from surveys.lib.identifiers import clean_uscc, is_uscc
from surveys.lib.language import in_current_language, in_every_language
from surveys.lib.numbers import PLAIN_FORMS, in_plain_width, read_quantity
from surveys.lib.units import find
from surveys.lib.unreadable import Unreadable
from surveys.registry.models import Contact, Facility, Organisation

_SHOWN_SHORT = re.compile(r"\d(?:\.\d+)?E\+\d{2,3}", re.I | re.ASCII)
BIGGEST = Decimal(10) ** 11
"""What fits into a column of fourteen digits, three of them behind the point."""


class Kind(StrEnum):
    ORGANISATION = "organisation"
    FACILITY = "facility"
    CONTACT = "contact"


class CellRefused(ValueError):
    """A cell cannot be read; the message says why, in every language."""

    def __init__(self, words: Callable[[], str]) -> None:
        self.message = in_every_language(words)
        super().__init__(self.message["en"])


@dataclass(frozen=True)
class Field:
    """A column: its heading, how a cell is read, and what the history calls it in a sentence, each in both languages.

    `needed`: a new row must fill it. `is_region`: read with the list of regions at hand. `is_amount`: a figure to count
    with, all others are texts, be they made of digits. `formerly`: headings of templates that are still about.
    """

    name: str
    zh: str
    en: str
    read: Callable[[str], object]
    needed: bool = False
    is_region: bool = False
    choices: type[models.TextChoices] | None = None
    width: int = 16
    example: str = ""
    told: tuple[str, str] | None = None
    is_amount: bool = False
    formerly: tuple[str, ...] = ()

    @property
    def is_code(self) -> bool:
        return self.read in (read_code, read_organisation_number)

    @property
    def heading(self) -> str:
        return f"{self.zh} {self.en}"

    @property
    def headings(self) -> tuple[str, ...]:
        """Everything a column of this kind may be called in a file."""
        former = (text for en in self.formerly for text in (en, f"{self.zh} {en}"))
        return (self.zh, self.en, self.heading, *former)

    @property
    def label(self) -> str:
        return in_current_language(self.zh, self.en)


def _text(model: type[models.Model], column: str) -> Callable[[str], str]:
    return lambda typed: read_text(typed, max_length=longest(model, column)) or ""


def _refuse_scientific(typed: str) -> None:
    """A text saved from a spreadsheet holds what was shown of a long number: 9.11E+17."""
    if _SHOWN_SHORT.fullmatch(typed.strip()):
        raise Unreadable("cut_number", typed=typed.strip())


def read_code(typed: str) -> str:
    """A code in one spelling, however it was typed: half-width, and without what cannot be seen."""
    _refuse_scientific(typed)
    return in_plain_width(read_text(typed.translate(PLAIN_FORMS), max_length=longest(Facility, "code")) or "")


def _amount(units: dict[str, int]) -> Callable[[str], Decimal]:
    """Not negative, at most three decimals; a unit typed behind it must be one of these (unit: factor), in any spelling."""

    def read(typed: str) -> Decimal:
        number, unit = read_quantity(typed)
        assert number is not None  # blank cells are not read
        known = find(unit) if unit else None
        factor = units.get(known.symbol) if known else None if unit else 1
        if factor is None:
            raise Unreadable("unit", unit=unit, allowed=", ".join(units))
        value = number * factor
        if value < 0:
            raise CellRefused(lambda: _("A capacity cannot be negative."))
        if value >= BIGGEST:
            raise CellRefused(lambda: _("The number is too big. Check its unit."))
        return read_quantity(str(value), decimals=3)[0] or Decimal(0)

    return read


def _count(typed: str) -> int:
    number, unit = read_quantity(typed, decimals=0)
    assert number is not None  # blank cells are not read
    if unit not in ("", "个", "架", "台", "racks", "rack"):
        raise Unreadable("no_unit", unit=unit)
    if not 0 <= number < 2**31:
        raise CellRefused(lambda: _("Enter a count between 0 and 2,147,483,647."))
    return int(number)


def _email(typed: str) -> str:
    address = (read_text(typed, max_length=longest(Contact, "email")) or "").lower()
    try:
        validate_email(address)
    except ValidationError:
        raise CellRefused(lambda: _("“%(typed)s” is not an e-mail address.") % {"typed": typed[:60]}) from None
    return address


def read_organisation_number(typed: str) -> str:
    """A number in one spelling, however it was typed; a unified social credit code also without blanks and hyphens."""
    _refuse_scientific(typed)
    if is_uscc(typed):
        return clean_uscc(typed)
    return in_plain_width(read_text(typed.translate(PLAIN_FORMS), max_length=longest(Organisation, "number")) or "")


def simplified(text: str) -> str:
    """For comparing headings, names and choices: small letters, no blanks, no brackets of either width."""
    drop = dict.fromkeys(map(ord, " \t\r\n*()/:"))
    return unicodedata.normalize("NFKC", text).casefold().translate(drop)


def choice_reader(choices: type[models.TextChoices]) -> Callable[[str], str]:
    """Takes the value itself and its label in either language."""

    def read(typed: str) -> str:
        found = _spellings(choices).get(simplified(typed))
        if found is None:
            raise CellRefused(
                lambda: (
                    _("“%(typed)s” is not one of the choices: %(known)s")
                    % {"typed": typed[:60], "known": _(", ").join(str(label) for label in choices.labels)}
                )
            )
        return found

    return read


@cache
def _spellings(choices: type[models.TextChoices]) -> dict[str, str]:
    spellings = {simplified(value): value for value in choices.values}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            spellings |= {simplified(str(label)): str(value) for value, label in choices.choices}
    return spellings


class Language(models.TextChoices):
    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"


def _chosen(
    name: str,
    zh: str,
    en: str,
    choices: type[models.TextChoices],
    example: str,
    told: tuple[str, str],
    formerly: tuple[str, ...] = (),
) -> Field:
    reader = choice_reader(choices)
    return Field(name, zh, en, reader, choices=choices, width=22, example=example, told=told, formerly=formerly)


ORGANISATION_NUMBER = ("统一社会信用代码或登记号", "Organisation number")
EXAMPLE_NUMBER = "91110105MA00000012"
FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.ORGANISATION: (
        Field("number", *ORGANISATION_NUMBER, read_organisation_number, True, width=26, example=EXAMPLE_NUMBER,
              told=("号码", "the number")),
        _chosen("scheme", "号码类型", "Number type", Organisation.Scheme, "统一社会信用代码", told=("号码类型", "the number type")),
        Field("name", "单位名称", "Name", _text(Organisation, "name"), True, width=34, example="示例数据服务有限公司",
              told=("名称", "the name")),
        _chosen("kind", "单位类型", "Organisation type", Organisation.Kind, "数据中心托管服务商", told=("类型", "the type")),
        Field("region", "所在区", "District", str, True, True, width=14, example="朝阳区", told=("所在区", "the district")),
        Field("address", "地址", "Address", _text(Organisation, "address"), width=40, example="示例路 1 号",
              told=("地址", "the address")),
    ),
    Kind.FACILITY: (
        Field("organisation", *ORGANISATION_NUMBER, read_organisation_number, True, width=26, example=EXAMPLE_NUMBER),
        Field("code", "数据中心编号", "Data center code", read_code, True, width=16, example="DC01",
              told=("数据中心编号", "the data center code"), formerly=("Facility code",)),
        Field("name", "数据中心名称", "Name", _text(Facility, "name"), True, width=34, example="示例数据中心一号楼",
              told=("名称", "the name")),
        _chosen("kind", "数据中心类型", "Data center type", Facility.Kind, "托管", told=("类型", "the type"),
                formerly=("Facility type",)),
        Field("region", "所在区", "District", str, True, True, width=14, example="朝阳区", told=("所在区", "the district")),
        Field("address", "地址", "Address", _text(Facility, "address"), width=40, example="示例路 1 号",
              told=("地址", "the address")),
        Field("grid_kva", "电网接入容量（kVA）", "Grid connection (kVA)", _amount({"kVA": 1, "MVA": 1000}), width=24,
              example="20000", told=("电网接入容量", "the grid connection"), is_amount=True),
        Field("it_kw", "IT 功率（kW）", "IT power (kW)", _amount({"kW": 1, "MW": 1000}), width=20, example="12000",
              told=("IT 功率", "the IT power"), is_amount=True),
        Field("racks", "机架数", "Racks", _count, width=14, example="2000", told=("机架数", "the number of racks"), is_amount=True),
        Field("started_on", "投产日期", "In operation since", read_date, width=22, example="2018-06-01",
              told=("投产日期", "the date of going into operation")),
    ),
    Kind.CONTACT: (
        Field("organisation", *ORGANISATION_NUMBER, read_organisation_number, True, width=26, example=EXAMPLE_NUMBER),
        Field("name", "姓名", "Name", _text(Contact, "name"), True, width=16, example="张三", told=("名称", "the name")),
        Field("title", "职务", "Position", _text(Contact, "title"), width=20, example="机房主管",
              told=("职务", "the position")),
        Field("phone", "电话", "Phone", _text(Contact, "phone"), width=20, example="13800000000",
              told=("电话", "the phone number")),
        Field("email", "电子邮箱", "E-mail", _email, True, width=30, example="zhangsan@example.org",
              told=("电子邮箱", "the e-mail address")),
        _chosen("language", "通知语言", "Language of mails", Language, "中文", told=("通知语言", "the language of mails")),
    ),
}  # fmt: skip
SHEETS: dict[Kind, tuple[str, str]] = {
    Kind.ORGANISATION: ("单位", "Organisations"),
    Kind.FACILITY: ("数据中心", "Data centers"),
    Kind.CONTACT: ("联系人", "Contacts"),
}
FORMER_SHEETS = {Kind.FACILITY: ("Facilities", "数据中心 Facilities")}
KEYS: dict[Kind, tuple[str, ...]] = {
    Kind.ORGANISATION: ("number",),
    Kind.FACILITY: ("organisation", "code"),
    Kind.CONTACT: ("organisation", "email"),
}

_in_either = lazy(in_current_language, str)
COLUMNS: Columns = {
    field.name: _in_either(*field.told) for fields in FIELDS.values() for field in fields if field.told
} | {"is_active": _in_either("运行状态", "whether it is in operation")}


def field_of(kind: Kind, name: str) -> Field:
    return next(field for field in FIELDS[kind] if field.name == name)
