"""What a function of the language is: how its arguments are made ready, what it gives, and what the manual says of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from surveys.questionnaires.expressions.kinds import Kind
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.values import (
    UNKNOWN,
    Value,
    to_items,
    to_moment,
    to_number,
    to_text,
    to_truth,
)


class Parameter(Enum):
    """How an argument is made ready. RAW takes even what is unknown, NAME the name of a question instead of its answer.

    MOMENT is the local date and time in the definition's zone, without an offset.
    """

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    MOMENT = "moment"
    ITEMS = "items"
    VALUE = "value"
    RAW = "raw"
    NAME = "name"


NUMBER, TEXT, TRUTH, MOMENT, ITEMS, VALUE, RAW, NAME = Parameter


def _as_it_is(value: Value) -> Value:
    return value


_READY: dict[Parameter, Callable[[Value], object]] = {
    Parameter.NUMBER: to_number,
    Parameter.TEXT: to_text,
    Parameter.TRUTH: to_truth,
    Parameter.MOMENT: to_moment,
    Parameter.ITEMS: to_items,
    Parameter.VALUE: _as_it_is,
    Parameter.RAW: _as_it_is,
    Parameter.NAME: _as_it_is,
}

Giving = Kind | Callable[[list[Kind]], Kind]


@dataclass(frozen=True, slots=True)
class Words:
    """What the manual says in one language: the names of the arguments, and what comes out."""

    arguments: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Function:
    """repeats: how many of the last parameters may come again and again. gives: a kind, or how to tell it from the arguments'.

    example is worked out with what reference.py supposes, and gives `result`.
    """

    name: str
    parameters: tuple[Parameter, ...]
    least: int
    repeats: int
    gives: Giving
    run: Callable[..., Value]
    wants_scope: bool
    words: dict[str, Words]
    example: str
    result: str

    def parameter(self, position: int) -> Parameter:
        beyond = position - len(self.parameters)
        return self.parameters[position if beyond < 0 else beyond % max(self.repeats, 1) - max(self.repeats, 1)]

    def takes(self, count: int) -> bool:
        """Whether so many arguments are right; repeated parameters come together."""
        beyond = count - len(self.parameters)
        if beyond <= 0:
            return count >= self.least
        return self.repeats > 0 and beyond % self.repeats == 0

    def call(self, scope: Scope, values: list[Value]) -> Value:
        ready: list[object] = []
        for position, value in enumerate(values):
            parameter = self.parameter(position)
            argument: object = _READY[parameter](value)
            if argument is UNKNOWN and parameter is not Parameter.RAW:
                return UNKNOWN
            if isinstance(argument, datetime) and parameter is Parameter.MOMENT:
                argument = scope.local(argument)
            ready.append(argument)
        return self.run(scope, *ready) if self.wants_scope else self.run(*ready)


_Run = Callable[..., Value]


class Table(dict[str, Function]):
    """The functions about one subject, by name, in the order of the manual."""

    def function(
        self,
        name: str,
        *parameters: Parameter,
        gives: Giving,
        zh: tuple[str, str],
        en: tuple[str, str],
        example: str,
        result: str,
        least: int | None = None,
        repeats: int = 0,
        wants_scope: bool = False,
    ) -> Callable[[_Run], _Run]:
        """repeats: how many parameters at the end may come again and again. zh, en: arguments and meaning."""

        def register(run: _Run) -> _Run:
            self[name] = Function(
                name=name,
                parameters=parameters,
                least=len(parameters) if least is None else least,
                repeats=repeats,
                gives=gives,
                run=run,
                wants_scope=wants_scope,
                words={"zh": Words(*zh), "en": Words(*en)},
                example=example,
                result=result,
            )
            return run

        return register
