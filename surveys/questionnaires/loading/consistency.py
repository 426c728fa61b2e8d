"""Whether the parts of a definition fit together: names, kinds, units, lists, and what depends on what."""

from collections import ChainMap, Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from surveys.lib import units
from surveys.lib.problems import Problem
from surveys.lib.text import Text, filled
from surveys.questionnaires.expressions import Call, Kind, Surroundings, check, kind_of_fact, kinds, names_before
from surveys.questionnaires.form import (
    OTHER_PERIODS,
    Check,
    Definition,
    Expression,
    Question,
    mentioned,
    placeholders,
    read,
)
from surveys.questionnaires.loading import messages

TRUE = Call("true", ())
_ASKS_PERIOD = {"period_from", "period_to"}


def complete(definition: Definition, problems: list[Problem]) -> Definition:
    """The definition with its kinds and its order, everything that does not fit added to the problems."""
    sound = _Soundness(definition, problems)
    sound.examine_names()
    for _, question in sound.everything:
        sound.examine_question(question)
    order = sound.order()
    sound.find_kinds(order)
    sound.examine_expressions()
    for one in definition.checks:
        sound.examine_check(one)
    sound.examine_the_rest()
    return replace(definition, kinds=sound.kinds, order=order)


class _Soundness:
    def __init__(self, definition: Definition, problems: list[Problem]) -> None:
        self.definition = definition
        self.problems = problems
        self.everything = [
            (section, one)
            for section in definition.sections
            for question in section.questions
            for one in (question, *question.questions)
        ]
        self.by_name = {question.name: question for _, question in self.everything if question.name}
        self.kinds: dict[str, Kind] = {}
        self.columns: dict[str, Kind] = {}
        self.tables = {name: question.table for name, question in self.by_name.items() if question.table}
        self.columns_of: dict[str, list[str]] = {}
        for name, table in self.tables.items():
            self.columns_of.setdefault(table, []).append(name)
        self.lists = frozenset(definition.choices)

    def blame(self, location: str, message: Text) -> None:
        self.problems.append(Problem(location, message))

    def examine_names(self) -> None:
        used = Counter(question.name for _, question in self.everything)
        used.update(section.name for section in self.definition.sections)
        for name in [name for name, times in used.items() if name and times > 1]:
            self.blame(name, messages.NAME_TWICE)
        for list_name, choices in self.definition.choices.items():
            for name, times in Counter(choice.name for choice in choices).items():
                if times > 1:
                    self.blame(f"choices.{list_name}", filled(messages.CHOICE_TWICE, name=name))

    def examine_question(self, question: Question) -> None:
        for key, message in _problems_of(question, self.definition):
            self.blame(f"{question.name}.{key}", message)

    def order(self) -> tuple[str, ...]:
        """The names so that each stands behind what its value depends on."""
        needs: TopologicalSorter[str] = TopologicalSorter()
        for section, question in self.everything:
            rules = (
                section.relevant, question.relevant, question.calculation, question.choice_filter, question.rows.count
            )  # fmt: skip
            wanted = {name for rule in rules if rule for name in names_before(rule.tree, question.name)} | {
                question.table
            }
            needs.add(question.name, *sorted(wanted & self.by_name.keys()))
        try:
            return tuple(name for name in needs.static_order() if name)
        except CycleError as error:
            circle = " → ".join(reversed(error.args[1]))
            self.blame(error.args[1][-1], filled(messages.CIRCLE, circle=circle))
            return tuple(self.by_name)

    def find_kinds(self, order: Iterable[str]) -> None:
        """Calculations come behind what they are calculated from, so their kinds can be told one after the other."""
        names_in = {name: frozenset(one.name for one in choices) for name, choices in self.definition.choices.items()}
        for name, question in self.by_name.items():
            self._note(name, _kind_as_asked(question, names_in.get(question.choice_list, frozenset())))
        for name in order:
            question = self.by_name[name]
            if question.calculation:
                self._note(name, self._calculated_kind(question, question.calculation))

    def _note(self, name: str, kind: Kind) -> None:
        self.kinds[name] = kind
        if name in self.tables:
            self.columns[name] = kind.column

    def _calculated_kind(self, question: Question, calculation: Expression) -> Kind:
        kind, _ = check(calculation.tree, self.surroundings(question.table))
        if kind.many:
            self.blame(f"{question.name}.calculation", messages.CALCULATION_GIVES_LIST)
        if question.unit or question.decimals is not None:
            self.must_be_number(kind, f"{question.name}.calculation")
            return kinds.NUMBER
        return kinds.FIGURES_OR_TEXT if kind.many or kind == kinds.ANY else kind

    def surroundings(self, table: str, current: Kind | None = None) -> Surroundings:
        """Inside a table its columns are single values, from anywhere else they are lists."""
        inside = {name: self.kinds[name] for name in self.columns_of.get(table, ())}
        seen = ChainMap(inside, self.columns, self.kinds)
        return Surroundings(seen, current, self.lists, table, self.tables)

    def examine_expressions(self) -> None:
        for section in self.definition.sections:
            self.examine(section.relevant, f"{section.name}.relevant", self.surroundings(""), condition=True)
        for _, question in self.everything:
            around = self.surroundings(question.table, self.kinds.get(question.name, kinds.ANY))
            self.examine(question.relevant, f"{question.name}.relevant", around, condition=True)
            for key, rule in (("required", question.required), ("read_only", question.read_only)):
                when = rule if isinstance(rule, Expression) else None
                self.examine(when, f"{question.name}.{key}", around, condition=True)
            self.examine(question.constraint, f"{question.name}.constraint", around, condition=True)
            self.examine(question.calculation, f"{question.name}.calculation", around, condition=False)
            self.examine(question.initial, f"{question.name}.initial", around, condition=False)
            count = self.examine(
                question.rows.count, f"{question.name}.rows.count", self.surroundings(""), condition=False
            )
            self.must_be_number(count, f"{question.name}.rows.count")
            self.examine_filter(question)
            self.examine_words(question)
            self.examine_proof(question)

    def examine(self, rule: Expression | None, location: str, around: Surroundings, *, condition: bool) -> Kind | None:
        if rule is None:
            return None
        kind, found = check(rule.tree, around)
        self.problems.extend(Problem(location, message) for message in found)
        if condition and not kinds.is_condition_like(kind):
            self.blame(location, messages.NOT_A_CONDITION)
        return kind

    def must_be_number(self, kind: Kind | None, location: str) -> None:
        if kind and not (kinds.is_number_like(kind) or kinds.is_day_like(kind)):
            self.blame(location, messages.NOT_A_NUMBER)

    def examine_filter(self, question: Question) -> None:
        noted = {column for choice in question.choices for column in choice.columns}
        around = replace(self.surroundings(question.table), attributes=frozenset(noted))
        self.examine(question.choice_filter, f"{question.name}.choice_filter", around, condition=True)

    def examine_words(self, question: Question) -> None:
        """A label may show answers: ${name}."""
        for key, text in (("label", question.label), ("hint", question.hint), ("guidance", question.guidance)):
            for name in sorted(mentioned(text) - self.by_name.keys()):
                self.blame(f"{question.name}.{key}", filled(messages.NO_SUCH_QUESTION, name=name))

    def examine_proof(self, question: Question) -> None:
        """A file is the evidence of figures of the same reporting unit."""
        location = f"{question.name}.proves"
        self.must_be_question(location, question.proves)
        for name in question.proves:
            if name in self.by_name and not self.is_figure(name):
                self.blame(location, filled(messages.PROVES_NO_FIGURE, name=name))
            elif name in self.definition.names_in("organisation"):
                self.blame(location, filled(messages.PROVES_OF_ORGANISATION, name=name))
        for name in [name for name, times in Counter(question.proves).items() if times > 1]:
            self.blame(location, filled(messages.PROVES_TWICE, name=name))

    def is_figure(self, name: str) -> bool:
        question = self.by_name[name]
        return question.is_number or (question.is_calculated and kinds.is_number_like(self.kinds[name]))

    def examine_check(self, one: Check) -> None:
        location = f"check {one.id}"
        around = self.surroundings(one.table)
        self.examine(one.relevant, f"{location}.relevant", around, condition=True)
        holds = self.examine(one.rule, f"{location}.rule", around, condition=True)
        if holds == kinds.NUMBER:
            # XLSForm knows no checks, so that nobody has to be understood here.
            self.blame(f"{location}.rule", messages.NOT_A_CONDITION)
        for name, shown in one.values.items():
            self.examine(shown.calculate, f"{location}.{name}", around, condition=False)
            if shown.unit and not units.is_unit(shown.unit):
                self.blame(f"{location}.{name}", filled(messages.NO_SUCH_UNIT, unit=shown.unit))
            self.must_be_question(f"{location}.{name}", [shown.like] if shown.like else [])
        self.must_be_question(f"{location}.questions", one.questions)
        if not one.questions:
            self.blame(f"{location}.questions", messages.CHECK_WITHOUT_QUESTION)
        elif self.table_of(one.questions[0]) != one.table:
            self.blame(f"{location}.table", messages.CHECK_IN_ANOTHER_TABLE)
        for name in sorted(placeholders(one.message) - one.values.keys() - self.by_name.keys()):
            self.blame(f"{location}.message", filled(messages.MESSAGE_SHOWS_UNKNOWN, name=name))

    def table_of(self, name: str) -> str:
        return self.by_name[name].table if name in self.by_name else ""

    def must_be_question(self, location: str, wanted: Iterable[str]) -> None:
        for name in wanted:
            if name not in self.by_name:
                self.blame(location, filled(messages.NO_SUCH_QUESTION, name=name))

    def examine_the_rest(self) -> None:
        definition = self.definition
        self.must_be_question("core", definition.core)
        self.must_be_question("roles", definition.roles.values())
        if definition.nil:
            self.must_be_question("nil", [definition.nil.question, *definition.nil.requires])
            question = self.by_name.get(definition.nil.question)
            allowed = [choice.name for choice in question.choices] if question else []
            if allowed and definition.nil.value not in allowed:
                self.blame("nil.value", filled(messages.NO_SUCH_CHOICE, name=definition.nil.value))
        if definition.source.get("other_periods") in OTHER_PERIODS and _ASKS_PERIOD - definition.roles.keys():
            self.blame("other_periods", messages.NO_PERIOD_IS_ASKED)
        if not self.by_name:
            self.blame("sections", messages.NO_QUESTIONS)


def _kind_as_asked(question: Question, choices: frozenset[str]) -> Kind:
    kind = question.of_type.kind
    return replace(kind, choices=choices) if question.of_type.carries("choices") else kind


_Problem = tuple[str, Text]


def _problems_of(question: Question, definition: Definition) -> Iterator[_Problem]:
    yield from _problems_of_choices(question, definition.choices)
    yield from _problems_of_units(question)
    if problem := read(question, {"typed": question.default}).problem:
        yield "default", problem.message
    if question.prefill and kind_of_fact(question.prefill, {}) is None:
        yield "prefill", filled(messages.NO_SUCH_FACT, name=question.prefill)
    if question.table and not question.is_file and not question.of_type.stands_in_tables:
        yield "type", messages.NOT_IN_A_TABLE
    elif question.is_table and not question.questions:
        yield "questions", messages.TABLE_WITHOUT_COLUMNS
    if question.questions and not question.is_table:
        yield "questions", messages.COLUMNS_OUTSIDE_TABLE
    if question.calculation and not question.of_type.carries("calculation"):
        yield "calculation", messages.CALCULATION_OF_ANSWERED
    if question.is_file and question.table:
        yield "type", messages.FILE_IN_TABLE
    if question.is_file and question.name in definition.names_in("organisation"):
        yield "type", messages.FILE_OF_ORGANISATION
    if question.choice_filter and not question.choice_list:
        yield "choice_filter", messages.FILTER_WITHOUT_CHOICES
    if question.accept and not question.of_type.carries("accept"):
        yield "accept", messages.ACCEPT_WITHOUT_FILE
    if question.proves and not question.of_type.carries("proves"):
        yield "proves", messages.PROVES_WITHOUT_FILE
    if question.rows.count and not question.is_table:
        yield "rows", messages.ROWS_OUTSIDE_TABLE
    if question.required and question.is_shown and not question.is_answered:
        yield "required", messages.REQUIRED_BUT_NOT_TYPED
    if question.rows.min > question.rows.max:
        yield "rows", messages.FEWEST_ABOVE_MOST_ROWS


def _problems_of_choices(question: Question, lists: Mapping[str, object]) -> Iterator[_Problem]:
    has_choices = question.of_type.carries("choices")
    if has_choices != bool(question.choice_list):
        yield "choices", messages.LIST_ONLY_FOR_CHOICES
    for key, name in (("choices", question.choice_list), ("methods", question.method_list)):
        if name and not lists.get(name):
            yield key, filled(messages.NO_SUCH_LIST, name=name)


def _problems_of_units(question: Question) -> Iterator[_Problem]:
    named = (question.unit, *question.units) if question.unit else question.units
    unknown = [symbol for symbol in named if not units.is_unit(symbol)]
    if question.unit and not question.of_type.carries("unit"):
        yield "unit", messages.UNIT_WITHOUT_NUMBER
    if unknown:
        key = "unit" if unknown[0] == question.unit else "units"
        yield key, filled(messages.NO_SUCH_UNIT, unit=unknown[0])
    elif question.unit and units.canonical_unit((question.unit, *question.units)) is None:
        yield "units", messages.UNITS_DO_NOT_CONVERT
