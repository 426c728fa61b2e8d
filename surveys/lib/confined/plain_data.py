"""Dataclasses as JSON and back, so that nothing but data comes out of a process that has read a hostile file."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_READ_ALIKE = {list: list, tuple: tuple, frozenset: frozenset}


def plain(value: object) -> object:
    """What JSON does not know by itself."""
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(type(value))


def plain_in_full(value: object) -> object:
    """As JSON knows it, all the way down."""
    value = value if isinstance(value, (str, int, dict, list, tuple, NoneType)) else plain(value)
    if isinstance(value, dict):
        return {name: plain_in_full(one) for name, one in value.items()}
    return [plain_in_full(one) for one in value] if isinstance(value, (list, tuple)) else value


def made(kind: type[T], value: object) -> T:
    """The dataclass that `plain` has written. Raises TypeError for anything else, and KeyError."""
    hint: Any = kind  # to a type checker a class of dataclasses is not hashable
    return cast(T, _maker(hint)(value))


@cache
def _maker(kind: Any) -> Callable[[Any], object]:
    if is_dataclass(kind):
        return _maker_of_dataclass(kind)
    origin, within = get_origin(kind), get_args(kind)
    if origin is UnionType:
        (other,) = (_maker(one) for one in within if one is not NoneType)
        return lambda value: None if value is None else other(value)
    if origin is tuple and within[-1] is not Ellipsis:
        return _maker_of_places([_maker(one) for one in within])
    if origin is Literal:
        return lambda value: _must_be_one(within, value)
    if origin is dict:
        return _maker_of_mapping(within[1])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if origin in _READ_ALIKE:
        return _maker_of_many(_READ_ALIKE[origin], within[0])
    return lambda value: _must_be(kind, value)


def _maker_of_dataclass(kind: Any) -> Callable[[Any], object]:
    makers = {name: _maker(hint) for name, hint in get_type_hints(kind).items()}
    return lambda value: kind(**{name: make(value[name]) for name, make in makers.items()})


def _maker_of_places(makers: list[Callable[[Any], object]]) -> Callable[[Any], object]:
    return lambda value: tuple(make(one) for make, one in zip(makers, value, strict=True))


def _maker_of_many(collection: Any, within: Any) -> Callable[[Any], object]:
    make = _maker(within)
    return lambda value: collection(make(one) for one in _must_be(list, value))


def _maker_of_mapping(within: Any) -> Callable[[Any], object]:
    make = _maker(within)
    return lambda value: {name: make(one) for name, one in _must_be(dict, value).items()}


def _must_be_one(values: tuple[object, ...], value: Any) -> Any:
    if value not in values:
        raise TypeError(values)
    return value


def _must_be(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(kind)
    return value
