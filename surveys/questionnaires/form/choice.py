"""One of the answers to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.lib.text import LANGUAGES, Text, in_language
from surveys.questionnaires.expressions import Value


@dataclass(frozen=True, slots=True)
class Choice:
    """attributes: what else is known of it, reached by attribute('list', ${question}, 'name')."""

    name: str
    label: Text
    attributes: Mapping[str, Value]

    @property
    def columns(self) -> Mapping[str, Value]:
        """What a choice filter can ask of it."""
        return {**self.attributes, "name": self.name, "label": in_language(self.label, LANGUAGES[0])}
