"""From stored JSON to a definition, or to everything that is wrong with it."""

from surveys.questionnaires.loading.loader import Definition, load, load_published

__all__ = [
    "Definition",
    "load",
    "load_published",
]
