"""How a questionnaire and what was answered lie in the database: JSON of these shapes.

A definition that is being written has this shape and may still be unsound; loading/ says what is wrong with it. Whether
something from elsewhere has it at all is asked of editing/structure.py.
"""

from typing import TypedDict

from surveys.lib.text import Text

Argument = str | int | list[str]
"""What a catalogued check is told: a name, an expression, a limit, or several names."""


Attribute = str | int | bool | list[str]
"""What the choices sheet notes of a choice; several where it stands under several parents."""


class StoredChoice(TypedDict, total=False):
    name: str
    label: Text
    attributes: dict[str, Attribute]


class StoredRows(TypedDict, total=False):
    min: int
    max: int
    count: str


class StoredItem(TypedDict, total=False):
    """A section, a question or a column: `questions` are what stands in it. `scope` is a section's alone."""

    name: str
    type: str
    scope: str
    number: str
    label: Text
    hint: Text
    guidance: Text
    required: bool | str
    required_message: Text
    relevant: str
    constraint: str
    constraint_message: Text
    choices: str
    choice_filter: str
    unit: str
    units: list[str]
    decimals: int
    max_length: int
    methods: str
    may_be_unavailable: bool
    calculation: str
    prefill: str
    rows: StoredRows
    extended: bool
    default: str
    initial: str
    read_only: bool | str
    appearance: str
    aggregate: str
    accept: str
    proves: list[str]
    questions: list["StoredItem"]


class StoredShown(TypedDict, total=False):
    """A value of its own that a check's message shows."""

    calculate: str
    unit: str
    like: str
    decimals: int


# `with` is a word of Python's own.
_Catalogued = TypedDict("_Catalogued", {"check": str, "with": dict[str, Argument]}, total=False)


class StoredCheck(_Catalogued, total=False):
    """Written out in full with an `id`, or one of the catalogue with `check` and what it is told."""

    id: str
    severity: str
    questions: list[str]
    relevant: str
    rule: str
    message: Text
    table: str
    values: dict[str, StoredShown]


class StoredNil(TypedDict, total=False):
    question: str
    value: str
    requires: list[str]


class StoredDefinition(TypedDict, total=False):
    format: int
    code: str
    unit: str
    zone: str
    languages: list[str]
    title: Text
    introduction: Text
    notes: list[Text]
    extended: bool
    choices: dict[str, list[StoredChoice]]
    sections: list[StoredItem]
    checks: list[StoredCheck]
    core: list[str]
    nil: StoredNil
    other_periods: str
    roles: dict[str, str]


class StoredFlaw(TypedDict):
    """What was said against a file that was read, and whether somebody has put it right since."""

    location: str
    severity: str
    message: Text
    solved: bool


class StoredEntry(TypedDict, total=False):
    """One answer of a revision, numbers as strings; of a table only its rows. `typed` is kept where it reads otherwise."""

    value: str
    unit: str
    typed: str
    typed_unit: str
    method: str
    unavailable: str
    name: str
    size: str
    sha256: str
    rows: list["StoredRow"]


class StoredRow(TypedDict):
    row: str
    cells: dict[str, StoredEntry]


class StoredFinding(TypedDict):
    check: str
    severity: str
    question: str
    row: str | None
    message: Text
    key: str


class StoredDocument(TypedDict):
    """The canonical document of a set of answers, which a revision keeps and hashes."""

    v: int
    questionnaire: str
    answers: dict[str, StoredEntry]
