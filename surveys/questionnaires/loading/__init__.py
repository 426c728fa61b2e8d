"""From stored JSON to a definition, or to everything that is wrong with it."""

from surveys.questionnaires.loading.loader import Definition, examine, load, load_published

__all__ = [
    "Definition",
    "examine",
    "load",
    "load_published",
]
