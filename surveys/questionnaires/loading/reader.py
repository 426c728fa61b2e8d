"""Taking values out of a stored definition, noting whatever is not as it should be instead of stopping at the first flaw."""

from collections.abc import Mapping

from surveys.lib.cleaning import NOT_IN_XML
from surveys.lib.problems import Problem
from surveys.lib.text import Text, enumeration, filled
from surveys.lib.unreadable import in_words
from surveys.questionnaires.expressions import ExpressionError, parse
from surveys.questionnaires.form import Expression
from surveys.questionnaires.loading import messages


class Reader:
    """One JSON object of the definition. What is asked for and missing or wrong becomes a problem and a harmless default."""

    def __init__(self, data: object, location: str, problems: list[Problem]) -> None:
        self.location = location
        self.problems = problems
        self._seen: set[str] = set()
        self._data: Mapping[str, object] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.blame("", messages.OBJECT_HERE)

    def blame(self, key: str, message: Text) -> None:
        location = ".".join(part for part in (self.location, key) if part)
        self.problems.append(Problem(location, message))

    def take(self, key: str, default: object = None) -> object:
        self._seen.add(key)
        value = self._data.get(key)
        return default if value is None else value

    def refuse_the_rest(self) -> None:
        for key in sorted(set(self._data) - self._seen):
            self.blame(str(key), messages.UNKNOWN_FIELD)

    def string(self, key: str, *, required: bool = False) -> str:
        value = self.take(key, "")
        if not isinstance(value, str):
            self.blame(key, messages.TEXT_HERE)
            value = ""
        if required and not value:
            self.blame(key, messages.EMPTY)
        self.refuse_controls(key, value)
        return str(value)

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.string(key, required="" not in allowed)
        if value and value not in allowed:
            self.blame(key, filled(messages.ONE_OF, allowed=enumeration(one for one in allowed if one)))
        return value if value in allowed else allowed[0]

    def text(self, key: str, *, required: bool = False) -> Text:
        """Words in at least one language, or none at all."""
        value = self.take(key, {})
        if not value and not required:
            return {}
        if not isinstance(value, dict) or any(not isinstance(words, str) for words in value.values()):
            self.blame(key, messages.TEXT_IN_LANGUAGES)
            return {}
        if not any(words.strip() for words in value.values()):
            self.blame(key, messages.NO_WORDS)
        self.refuse_controls(key, *value.values())
        return {language: words for language, words in value.items() if words.strip()}

    def refuse_controls(self, key: str, *texts: str) -> None:
        """What no workbook can hold would be lost by taking the questionnaire out and in again."""
        if found := next(filter(None, map(NOT_IN_XML.search, texts)), None):
            self.blame(key, in_words("control_characters", position=found.start() + 1))

    def flag(self, key: str) -> bool:
        value = self.take(key, False)
        if not isinstance(value, bool):
            self.blame(key, messages.TRUE_OR_FALSE)
        return value is True

    def whole(self, key: str, *, least: int = 0) -> int | None:
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.blame(key, filled(messages.WHOLE_NUMBER, least=least))
            return None
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.take(key, [])
        if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
            self.blame(key, messages.LIST_OF_TEXTS)
            return ()
        self.refuse_controls(key, *value)
        return tuple(value)

    def items(self, key: str) -> list[object]:
        value = self.take(key, [])
        if not isinstance(value, list):
            self.blame(key, messages.LIST)
            return []
        return value

    def mapping(self, key: str) -> dict[str, object]:
        value = self.take(key, {})
        if not isinstance(value, dict):
            self.blame(key, messages.OBJECT)
            return {}
        return value

    def expression(self, key: str, *, required: bool = False) -> Expression | None:
        source = self.string(key, required=required)
        return self.parsed(key, source) if source else None

    def filter(self, key: str) -> Expression | None:
        """An expression about one choice, whose bare names are what is noted of it."""
        source = self.string(key)
        return self.parsed(key, source, bare_names=True) if source else None

    def parsed(self, key: str, source: str, *, bare_names: bool = False) -> Expression | None:
        try:
            return Expression(source, parse(source, bare_names=bare_names))
        except ExpressionError as error:
            self.problems.append(Problem(f"{self.location}.{key}", error.message))
            return None
