"""What is written into a workbook to fill in: its lines, each with whose answers they are and what is known already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import Definition
from surveys.registry.models import Organisation
from surveys.rounds.models import Round
from surveys.workbooks.fillable.layout import SheetLayout
from surveys.workbooks.fillable.token import FormToken

LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class Line:
    """entries: as typed; of it `version` tells the state. worked_out: of what is calculated, the canonical values.
    last: what the last return said, in words. A blank line of a table has no id. issued: what stood there at first, where the
    entries are newer."""

    code: str
    name: str
    row: str
    entries: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    worked_out: Mapping[str, Value] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)
    deadline: str = ""
    issued: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """blank: how many lines without an id follow, to write in. said_last: rows of the last returns, to be read, below them;
    what their cells say stands in `last`."""

    layout: SheetLayout
    lines: Sequence[Line]
    blank: int = 0
    said_last: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class FillableForm:
    """units: code → name of those that may answer; left_out: those that are accepted already."""

    token: FormToken
    round: Round
    organisation: Organisation
    definition: Definition
    language: str
    units: Mapping[str, str]
    sheets: Sequence[FilledSheet]
    left_out: Sequence[str] = ()
    own_deadlines: bool = False
