"""What a form does not say in both languages: one warning for a column, at the first cell that lacks a translation."""

from collections.abc import Iterable

from surveys.lib.text import LANGUAGES, chosen_languages, filled
from surveys.questionnaires.editing.missing_translations import untranslated
from surveys.questionnaires.form import StoredDefinition
from surveys.workbooks.xlsform import messages
from surveys.workbooks.xlsform.columns import COLUMNS
from surveys.workbooks.xlsform.languages import heading_of
from surveys.workbooks.xlsform.problems import Cell, Problems
from surveys.workbooks.xlsform.sheets import Grid, Line

NAMES = {"zh": messages.CHINESE, "en": messages.ENGLISH}


def tell_untranslated(found: Iterable[Grid], languages: Iterable[str], problems: Problems) -> None:
    wanted = chosen_languages(tuple(languages))
    for grid in found:
        for column in sorted(COLUMNS[grid.kind].translated - {"titles"}):
            translated = [words for line in grid.lines if any((words := _words(line, column)).values())]
            for language in wanted:
                _tell(column, language, [words for words in translated if not words.get(language)], problems)


def tell_shadowed(found: Iterable[Grid], problems: Problems) -> None:
    """Texts in a column without a language that give way to others in the column that names the same one."""
    for grid in found:
        for column in sorted(COLUMNS[grid.kind].translated):
            if {"", grid.language} <= {language for language, _ in grid.languages_of.get(column, ())}:
                for line in grid.lines:
                    _tell_shadowed(line.cell(column), line.cell(column, grid.language), grid.language, problems)


def _tell_shadowed(unnamed: Cell, named: Cell, language: str, problems: Problems) -> None:
    if unnamed and named and unnamed.text != named.text:
        problems.warning(
            unnamed, filled(messages.TEXT_SHADOWED, language=NAMES.get(language, language), cell=named.reference)
        )


def _tell(column: str, language: str, lacking: list[dict[str, Cell]], problems: Problems) -> None:
    if not lacking:
        return
    words = lacking[0]
    cell = words[language] if language in words else next(cell for cell in words.values() if cell)
    heading = f"{'titles' if column == 'form_title' else column}::{heading_of(language)}"
    message = messages.TRANSLATIONS_MISSING_IN_COLUMN if len(lacking) > 1 else messages.TRANSLATION_MISSING
    problems.warning(cell, filled(message, language=NAMES[language], heading=heading, count=len(lacking)))


def _words(line: Line, column: str) -> dict[str, Cell]:
    """The title has one column for its first language and another for its translations."""
    translations = line.words("titles") if column == "form_title" else {}
    return {**translations, **line.words(column)}


def tell_untranslated_of_definition(definition: StoredDefinition, problems: Problems) -> None:
    """Of a stored definition, one warning a language."""
    try:
        found = untranslated(definition)
    except (AttributeError, TypeError):
        # What is no definition at all has been blamed already.
        return
    for language in LANGUAGES:
        locations = [location for location, missing in found if missing == language]
        if locations:
            problems.warning(
                Cell("", locations[0]),
                filled(messages.TRANSLATIONS_MISSING, language=NAMES[language], count=len(locations)),
            )
