"""Two lists of names laid beside each other: what was taken out, and what stands in another order."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

Name = TypeVar("Name")


def aligned(old: Sequence[Name], new: Sequence[Name]) -> list[Name]:
    """The new order, with what is gone behind what it stood behind."""
    both, kept = list(new), set(new)
    for position, name in enumerate(old):
        if name not in kept:
            both.insert(both.index(old[position - 1]) + 1 if position else 0, name)
    return both


def out_of_order(old: Sequence[Name], new: Sequence[Name]) -> set[Name]:
    """The fewest whose moving explains the new order: all but a longest run that kept its order."""
    positions = {name: position for position, name in enumerate(old)}
    common = [name for name in new if name in positions]
    return set(common) - {common[index] for index in _longest_rise([positions[name] for name in common])}


def _longest_rise(positions: Sequence[int]) -> list[int]:
    """The indexes of a longest rising subsequence."""
    ends: list[int] = []  # the smallest place a rise of each length can end with
    last: list[int] = []  # the index that has it
    before: list[int] = []  # what each index follows, -1 for none
    for index, position in enumerate(positions):
        length = bisect_left(ends, position)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [position]
        last[length : length + 1] = [index]
    rise = []
    index = last[-1] if last else -1
    while index >= 0:
        rise.append(index)
        index = before[index]
    return rise
