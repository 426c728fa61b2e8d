"""What a questionnaire is once it has been read: frozen values, expressions already parsed."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from surveys.lib import units
from surveys.lib.text import LANGUAGES, Text, in_language
from surveys.questionnaires.expressions import PREVIOUS, Kind, Node, Value, facts
from surveys.questionnaires.form.choice import Choice
from surveys.questionnaires.form.messages import left_open, mentioned
from surveys.questionnaires.form.stored import StoredDefinition
from surveys.questionnaires.form.types import TYPES, QuestionType

Severity = Literal["hard", "soft", "info"]
SectionScope = Literal["organisation", "unit"]

# What becomes of a return about another period than the round's: its figures are added as reported and it is named;
# besides, they are shown as they would be at the length of the round's period; or they are in no sum.
OTHER_PERIODS = ("mark", "annualise", "apart")
AGGREGATES = ("sum", "count", "min", "max", "none")


@dataclass(frozen=True, slots=True)
class Expression:
    """The text an author wrote and the tree it became."""

    source: str
    tree: Node


Rules = tuple[Expression | None, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """count: how many rows there are to be, where the answers decide it."""

    min: int
    max: int
    count: Expression | None = None

    @property
    def are_fixed(self) -> bool:
        """Whether it is not for who answers to say how many there are."""
        return self.count is not None or self.min == self.max


@dataclass(frozen=True, slots=True)
class Question:
    """table names the table a column stands in; extended is what a short form leaves out.

    default is typed beforehand, initial computed when the form is first opened; choice_filter says of each choice whether
    it is offered; appearance is a word of XLSForm; aggregate: how a column is added up, "" as usual for its type; proves:
    the figures that a file is the evidence of.
    """

    name: str
    number: str
    type: str
    label: Text
    hint: Text
    required: bool | Expression
    required_message: Text
    relevant: Expression | None
    constraint: Expression | None
    constraint_message: Text
    choice_list: str
    choices: tuple[Choice, ...]
    unit: str
    units: tuple[str, ...]
    decimals: int | None
    max_length: int | None
    method_list: str
    methods: tuple[Choice, ...]
    may_be_unavailable: bool
    calculation: Expression | None
    prefill: str
    questions: tuple["Question", ...]
    rows: Rows
    table: str
    extended: bool
    guidance: Text
    default: str
    initial: Expression | None
    read_only: bool | Expression
    appearance: str
    choice_filter: Expression | None
    aggregate: str
    accept: str
    proves: tuple[str, ...]

    @property
    def rules(self) -> Rules:
        when = (rule if isinstance(rule, Expression) else None for rule in (self.required, self.read_only))
        own = (self.relevant, self.constraint, self.calculation, self.initial, self.choice_filter, self.rows.count)
        return (*when, *own)

    @property
    def shown_columns(self) -> tuple["Question", ...]:
        return tuple(column for column in self.questions if column.is_shown)

    @property
    def of_type(self) -> QuestionType:
        return TYPES[self.type]

    @property
    def is_table(self) -> bool:
        return self.type == "table"

    @property
    def is_file(self) -> bool:
        return self.type == "file"

    @property
    def is_known(self) -> bool:
        """Whether the register or the round fills it in beforehand; the last return does not count."""
        return bool(self.prefill) and not self.prefill.startswith(PREVIOUS)

    @property
    def is_number(self) -> bool:
        return self.of_type.is_number

    @property
    def is_answered(self) -> bool:
        """Whether somebody answers it, so that it may be empty or required; nobody does a note, a calculation."""
        return self.of_type.is_answered

    @property
    def is_calculated(self) -> bool:
        """Whether it is worked out and shown."""
        return self.is_shown and self.of_type.carries("calculation")

    @property
    def is_shown(self) -> bool:
        return self.of_type.is_shown

    @property
    def has_value(self) -> bool:
        """A note has none."""
        return self.of_type.has_value

    @property
    def canonical_unit(self) -> str:
        """The unit its figures are stored in, '' where it has none."""
        return units.unit(self.unit).canonical if self.unit else ""

    def choice(self, name: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.name == name), None)


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    number: str
    label: Text
    hint: Text
    scope: SectionScope
    relevant: Expression | None
    questions: tuple[Question, ...]

    @property
    def rules(self) -> Rules:
        return (self.relevant,)


@dataclass(frozen=True, slots=True)
class Shown:
    """A value a check's message shows that is no question's: computed in canonical units, shown in a unit or like a question."""

    calculate: Expression
    unit: str
    like: str
    decimals: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """The rule must hold. The finding stands at the first of the questions; with a table, at that column of each row."""

    id: str
    severity: Severity
    questions: tuple[str, ...]
    relevant: Expression | None
    rule: Expression
    message: Text
    table: str
    values: Mapping[str, Shown]

    @property
    def rules(self) -> Rules:
        return (self.relevant, self.rule, *(shown.calculate for shown in self.values.values()))


@dataclass(frozen=True, slots=True)
class Nil:
    """How a return says "this does not concern us", and what else it must answer."""

    question: str
    value: str
    requires: tuple[str, ...]


def _asked_by(ruled: Iterable[Section | Question | Check]) -> frozenset[str]:
    """The facts in their rules."""
    return frozenset(name for one in ruled for rule in one.rules if rule for name in facts(rule.tree))


NO_MINING = "no"
"""What a question in the role `has_mining` is answered with where there is none."""


@dataclass(frozen=True)
class Definition:
    """A questionnaire ready for asking.

    sections and checks hold only what is asked: in a short form (`"extended": false`) extended questions, and the checks
    standing at them, are left out; expressions may still name them and find a blank. `kinds` has every question's kind,
    `order` the names in the order in which values can be found.
    """

    code: str
    unit: Literal["facility", "organisation"]
    title: Text
    introduction: Text
    notes: tuple[Text, ...]
    zone: ZoneInfo | None
    choices: Mapping[str, tuple[Choice, ...]]
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]
    core: tuple[str, ...]
    nil: Nil | None
    other_periods: str
    roles: Mapping[str, str]
    kinds: Mapping[str, Kind]
    order: tuple[str, ...]
    source: StoredDefinition

    def question(self, name: str) -> Question:
        """The asked question of this name; KeyError when nothing of the name is asked."""
        return self._by_name[name]

    def asks(self, name: str) -> bool:
        return name in self._by_name

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every asked question in order, the columns of a table behind it."""
        return tuple(
            one
            for section in self.sections
            for question in section.questions
            for one in (question, *question.questions)
        )

    @cached_property
    def positions(self) -> Mapping[str, int]:
        return {question.name: position for position, question in enumerate(self.questions)}

    @cached_property
    def attributes(self) -> Mapping[str, Mapping[str, Mapping[str, Value]]]:
        return {name: {choice.name: choice.columns for choice in choices} for name, choices in self.choices.items()}

    def label_of(self, name: str, language: str) -> str:
        """What a question is called; its name where it is not asked (any more)."""
        return in_language(left_open(self.question(name).label), language) if self.asks(name) else name

    def choice_label(self, question: str, choice: str) -> str | None:
        """What a calculation calls a choice: the same for every reader, for it becomes part of the answers."""
        found = self.question(question).choice(choice) if self.asks(question) else None
        return in_language(found.label, LANGUAGES[0]) if found else None

    def section_of(self, name: str) -> Section:
        """The section a question, or its table, stands in."""
        return self._sections_by_question[name]

    def names_in(self, scope: str | None) -> frozenset[str]:
        """The questions and columns of the sections with this scope; of all sections for None."""
        return self._names_by_scope[scope]

    def writable(self, scope: str | None = None) -> frozenset[str]:
        """The questions somebody may answer: tables whole, no columns, nothing calculated, shown, hidden or read-only.
        What is read-only under a condition was answered before that held."""
        return self._writable & self.names_in(scope)

    @cached_property
    def files(self) -> frozenset[str]:
        """The questions that are answered with a file."""
        return frozenset(question.name for question in self.questions if question.is_file)

    @cached_property
    def quoting(self) -> frozenset[str]:
        """The questions that show answers in their label, in a choice or in a column."""
        lists = {name for name, choices in self.choices.items() if any(mentioned(one.label) for one in choices)}
        own = [one for one in self.questions if one.choice_list in lists or mentioned(one.label)]
        return frozenset(name for one in own for name in (one.name, one.table) if name)

    @cached_property
    def prefilling(self) -> frozenset[str]:
        """The facts that answer a question beforehand, and those its rules ask before anybody has answered."""
        beforehand = frozenset(question.prefill for question in self.questions if question.prefill)
        return beforehand | _asked_by(self.sections) | _asked_by(self.questions)

    @cached_property
    def facts(self) -> frozenset[str]:
        """What its rules ask the register, the round or the peers."""
        asked = _asked_by(self.sections) | _asked_by(self.questions) | _asked_by(self.checks)
        return asked | {f"{PREVIOUS}{name}" for name in self.denials}

    @cached_property
    def denials(self) -> dict[str, str]:
        """By which answer to which question a return says that this does not concern it: its nil return, and no mining."""
        mining, nil = self.roles.get("has_mining"), self.nil
        return ({mining: NO_MINING} if mining else {}) | ({nil.question: nil.value} if nil else {})

    @cached_property
    def proofs(self) -> Mapping[str, tuple[Question, ...]]:
        """By figure, the questions for files that prove it."""
        proving = [(name, file) for file in self.questions for name in file.proves if self.asks(name)]
        return {name: tuple(file for one, file in proving if one == name) for name, _file in proving}

    def to_json(self) -> StoredDefinition:
        """The definition as it was stored; load() gives the same again."""
        return copy.deepcopy(self.source)

    @cached_property
    def _by_name(self) -> dict[str, Question]:
        return {question.name: question for question in self.questions}

    @cached_property
    def _names_by_scope(self) -> dict[str | None, frozenset[str]]:
        scopes = {name: section.scope for name, section in self._sections_by_question.items()}
        named = {
            one: frozenset(name for name, scope in scopes.items() if scope == one) for one in get_args(SectionScope)
        }
        return {None: frozenset(scopes), **named}

    @cached_property
    def _writable(self) -> frozenset[str]:
        asked = (question for section in self.sections for question in section.questions)
        return frozenset(one.name for one in asked if one.is_answered and one.read_only is not True)

    @cached_property
    def _sections_by_question(self) -> dict[str, Section]:
        return {
            one.name: section
            for section in self.sections
            for question in section.questions
            for one in (question, *question.questions)
        }
