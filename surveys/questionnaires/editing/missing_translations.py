"""What a definition does not say in every language."""

from collections.abc import Iterator, Mapping

from surveys.lib.text import LANGUAGES, chosen_languages
from surveys.questionnaires.form import StoredDefinition, StoredItem

_TEXTS = ("title", "introduction", "label", "hint", "guidance", "required_message", "constraint_message", "message")


def untranslated(definition: StoredDefinition) -> list[tuple[str, str]]:
    """(place, language) of every text that is missing in a language the questionnaire is written in, in the form's order."""
    languages = chosen_languages(definition.get("languages"))
    return [(location, language) for location, language in _missing_in_any(definition) if language in languages]


def _missing_in_any(definition: StoredDefinition) -> list[tuple[str, str]]:
    found = list(_of_texts(definition, ""))
    notes = enumerate(definition.get("notes") or ())
    found += [(f"notes[{number}]", language) for number, note in notes for language in _missing(note)]
    for list_name, choices in (definition.get("choices") or {}).items():
        for choice in choices:
            found += _of_texts(choice, f"choices.{list_name}.{choice.get('name', '')}")
    for section in definition.get("sections") or ():
        found += _of_item(section)
    for check in definition.get("checks") or ():
        found += _of_texts(check, f"check {check.get('id') or check.get('check', '')}")
    return found


def _of_item(item: StoredItem) -> Iterator[tuple[str, str]]:
    yield from _of_texts(item, str(item.get("name", "")))
    for question in item.get("questions") or ():
        yield from _of_item(question)


def _of_texts(item: Mapping[str, object], location: str) -> Iterator[tuple[str, str]]:
    for key in _TEXTS:
        yield from (
            (".".join(part for part in (location, key) if part), language) for language in _missing(item.get(key))
        )


def _missing(text: object) -> list[str]:
    if not isinstance(text, Mapping) or not any(text.values()):
        return []
    return [language for language in LANGUAGES if not (text.get(language) or "").strip()]
