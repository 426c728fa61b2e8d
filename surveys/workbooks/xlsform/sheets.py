"""The sheets of a form as lines with named cells, whatever order its sheets and columns are in."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from surveys.lib.cleaning import plain_breaks
from surveys.lib.text import Text, filled
from surveys.lib.unreadable import FAILED_FORMULAS, in_words
from surveys.workbooks.reading import Sheet, column_letters
from surveys.workbooks.xlsform import languages, messages
from surveys.workbooks.xlsform.columns import (
    CHOICES,
    COLUMNS,
    EXTERNAL_CHOICES,
    MEDIA,
    NOTES_SHEET,
    SETTINGS,
    SHEETS,
    SURVEY,
    likely_column,
    read_heading,
)
from surveys.workbooks.xlsform.problems import NOWHERE, Cell, Problems

MOST_LINES = {SURVEY: 1_000, CHOICES: 10_000, "checks": 500, SETTINGS: 500}
_CODES = frozenset({"name", "list_name", "form_id"})
MENTIONED = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
WORD = re.compile(r"[^\s,，、;；]+")
"""One of several names in a cell."""
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")


class Line:
    """One row of a sheet."""

    def __init__(self, grid: "Grid", row: int, texts: list[str]) -> None:
        self.grid = grid
        self.row = row
        self._texts = texts

    def cell(self, column: str, language: str = "") -> Cell:
        """The cell of a column; where there is no such column, the row's first cell, empty."""
        return self._at(self.grid.columns.get((column, language)))

    def __getitem__(self, column: str) -> str:
        return self.cell(column).text

    def words(self, column: str) -> dict[str, Cell]:
        """Language -> cell, of every column that holds this text, blank ones too; a named language goes before the unnamed."""
        found: dict[str, Cell] = {}
        for language, index in self.grid.languages_of.get(column, ()):
            code, cell = language or self.grid.language, self._at(index)
            if not found.get(code) or (cell and language):
                found[code] = cell
        return found

    def text(self, column: str) -> Text:
        return {language: cell.text for language, cell in self.words(column).items() if cell}

    def spoken_to_operators(self) -> Iterator[Cell]:
        """What may show answers as ${name}; the words of checks and of the settings name them otherwise, or none."""
        columns = COLUMNS[self.grid.kind].translated - {"check_message"} if self.grid.kind in (SURVEY, CHOICES) else ()
        yield from (cell for column in columns for cell in self.words(column).values())

    @property
    def has_picture(self) -> bool:
        """Or a sound: something that other programs show in the place of words."""
        return any(self._text(index) for index in self.grid.media)

    @property
    def attributes(self) -> dict[str, str]:
        """What stands in columns that are not known."""
        return {name: text for name, index in self.grid.others.items() if (text := self._text(index))}

    def put(self, column: str, text: str) -> None:
        """Another text in the place of the one that stands there."""
        self._texts[self.grid.columns[column, ""]] = text

    def put_choices(self, names: Mapping[str, str]) -> None:
        """Of a choice: another name for it, and for the others its attributes name."""
        for index in [self.grid.columns["name", ""], *self.grid.others.values()]:
            if self._text(index) in names:
                self._texts[index] = names[self._text(index)]

    def rename(self, names: Mapping[str, str]) -> None:
        """Puts another name where one of these stands in a column of names, or is mentioned as ${name} anywhere."""
        for column in ("name", "proves") if self.grid.kind == SURVEY else ():
            index = self.grid.columns.get((column, ""))
            if index is not None and index < len(self._texts):
                self._texts[index] = WORD.sub(lambda found: names.get(found[0], found[0]), self._texts[index])
        self.mention(names)

    def mention(self, names: Mapping[str, str]) -> None:
        """Puts another name where one of these is mentioned as ${name}."""
        self._texts = [
            MENTIONED.sub(lambda found: f"${{{names.get(found[1], found[1])}}}", text) for text in self._texts
        ]

    @property
    def everything(self) -> str:
        return "\n".join(self._texts)

    def _at(self, index: int | None) -> Cell:
        text = "" if index is None else self._text(index)
        return Cell(self.grid.name, f"{self.grid.letters[index or 0]}{self.row}", text)

    def _text(self, index: int) -> str:
        return self._texts[index] if index < len(self._texts) else ""


class Grid:
    """A sheet. columns: (column, language code) -> its place; others: headings that are not known, and where they stand."""

    def __init__(self, kind: str, sheet: Sheet, problems: Problems) -> None:
        self.kind = kind
        self.name = sheet.name.strip()
        self.language = languages.ENGLISH
        self.columns: dict[tuple[str, str], int] = {}
        self.languages_of: dict[str, list[tuple[str, int]]] = {}
        self.others: dict[str, int] = {}
        self.media: list[int] = []
        rows = [(number, [_trimmed(text) for text in row]) for number, row in enumerate(sheet.rows, start=1)]
        filled = [(number, row) for number, row in rows if any(row)]
        self.top, headings = filled[0] if filled else (1, [])
        self.lines = [Line(self, number, row) for number, row in filled[1 : MOST_LINES[kind] + 1]]
        self.letters = [column_letters(index) for index in range(max(len(headings), 1))]
        self.written = headings
        self._read_headings(headings, problems)
        self._refuse_failed_formulas(problems)
        self._refuse_cut_numbers(sheet, problems)
        if len(filled) - 1 > MOST_LINES[kind]:
            self._refuse_more(filled[MOST_LINES[kind] + 1][0], problems)

    def heading(self, column: str) -> Cell:
        return self.heading_at(self.languages_of.get(column, [("", 0)])[0][1])

    def heading_at(self, index: int) -> Cell:
        return Cell(self.name, f"{self.letters[index]}{self.top}")

    def has(self, column: str) -> bool:
        return column in self.languages_of

    def length_of(self, columns: Iterable[str]) -> int:
        """How many characters stand in these columns."""
        return sum(len(line[column]) for line in self.lines for column in columns if self.has(column))

    def unnamed_texts(self) -> Iterator[str]:
        """The texts in columns that do not say their language."""
        for column in COLUMNS[self.kind].translated:
            if (column, "") in self.columns:
                yield from (text for line in self.lines if (text := line[column]))

    def _read_headings(self, headings: list[str], problems: Problems) -> None:
        for index, text in enumerate(headings):
            if text:
                self._read_heading(index, text, problems)
            elif any(line._at(index) for line in self.lines):
                problems.warning(self.heading_at(index), messages.COLUMN_WITHOUT_HEADING)

    def _read_heading(self, index: int, text: str, problems: Problems) -> None:
        heading = read_heading(self.kind, text)
        key = (heading.column, languages.code_of(heading.language) if heading.language else "")
        if not heading.is_known and heading.column in self.others:
            self._refuse_twice(index, self.others[heading.column], text, problems)
        elif not heading.is_known:
            self._keep_unknown(index, heading.column, problems)
        elif heading.column in COLUMNS[self.kind].elsewhere:
            problems.warning(self.heading_at(index), filled(messages.COLUMN_MEANINGLESS, heading=text))
            self.media += [index] if heading.column in MEDIA else []
        elif key in self.columns:
            self._tell_twice(index, self.columns[key], text, problems)
        else:
            self.columns[key] = index
            self.languages_of.setdefault(heading.column, []).append((key[1], index))

    def _refuse_twice(self, index: int, earlier: int, text: str, problems: Problems) -> None:
        first = self.heading_at(earlier)
        problems.error(self.heading_at(index), filled(messages.COLUMN_TWICE, heading=text, first=first.reference))

    def _tell_twice(self, index: int, earlier: int, text: str, problems: Problems) -> None:
        """The same heading twice is an oversight; two spellings of it are how other programs are served, too."""
        if self.written[index].lower() == self.written[earlier].lower():
            self._refuse_twice(index, earlier, text, problems)
        else:
            message = filled(
                messages.COLUMN_IN_ANOTHER_SPELLING, heading=text, first=self.heading_at(earlier).reference
            )
            problems.warning(self.heading_at(index), message)

    def _refuse_failed_formulas(self, problems: Problems) -> None:
        for line in self.lines:
            for index in (*self.columns.values(), *self.others.values()):
                cell = line._at(index)
                if cell.text in FAILED_FORMULAS:
                    problems.error(cell, in_words("failed_formula", typed=cell.text))

    def _refuse_cut_numbers(self, sheet: Sheet, problems: Problems) -> None:
        """In names, and in what choices are filtered by; elsewhere a number is a number."""
        codes = {index for (column, _language), index in self.columns.items() if column in _CODES}
        codes |= set(self.others.values())
        for row, column in sorted(sheet.cut):
            if column in codes:
                cell = Cell(self.name, f"{column_letters(column)}{row + 1}")
                problems.error(cell, in_words("cut_number", typed=sheet.text_at(row, column)))

    def _keep_unknown(self, index: int, written: str, problems: Problems) -> None:
        likely = likely_column(self.kind, written)
        if self.kind != CHOICES:
            message = messages.COLUMN_MISSPELT if likely else messages.COLUMN_UNKNOWN
            problems.warning(self.heading_at(index), filled(message, heading=written, likely=likely))
        elif likely and not self.has(likely):
            problems.warning(
                self.heading_at(index), filled(messages.COLUMN_AS_ATTRIBUTE, heading=written, likely=likely)
            )
        self.others[written] = index

    def _refuse_more(self, row: int, problems: Problems) -> None:
        most = MOST_LINES[self.kind]
        problems.error(Cell(self.name, f"A{row}"), filled(messages.TOO_MANY_ROWS, most=most))


def _trimmed(text: str) -> str:
    """Without spaces at the ends, of whatever width, and with one kind of line end."""
    return _INVISIBLE.sub("", plain_breaks(text)).strip()


def grids(sheets: Iterable[Sheet], problems: Problems) -> dict[str, Grid]:
    """survey, choices, settings, checks -> what is there of them."""
    found: dict[str, Grid] = {}
    strangers = []
    for sheet in sheets:
        kind = unicodedata.normalize("NFKC", sheet.name).strip().lower()
        if kind in SHEETS and kind not in found:
            found[kind] = Grid(CHOICES if kind == EXTERNAL_CHOICES else kind, sheet, problems)
        elif sheet.name != NOTES_SHEET and not sheet.name.startswith("_"):
            strangers.append(sheet)
    if SURVEY not in found and len(strangers) == 1 and not found and _asks(strangers[0]):
        found[SURVEY] = Grid(SURVEY, strangers.pop(), problems)
    for sheet in strangers:
        _name_stranger(sheet, found, problems)
    _agree_on_language(found)
    return {kind: found[kind] for kind in SHEETS if kind in found}


def _asks(sheet: Sheet) -> bool:
    """A sheet by itself needs no name to be the one with the questions."""
    headings = {read_heading(SURVEY, text).column for text in next((row for row in sheet.rows if any(row)), [])}
    return {"type", "name"} <= headings


def _name_stranger(sheet: Sheet, found: dict[str, Grid], problems: Problems) -> None:
    near = difflib.get_close_matches(sheet.name.strip().lower(), set(SHEETS) - found.keys(), n=1, cutoff=0.7)
    message = messages.SHEET_MISSPELT if near else messages.SHEET_UNKNOWN
    if near or any(any(row) for row in sheet.rows):
        problems.warning(Cell(sheet.name, "A1"), filled(message, sheet=sheet.name, likely="".join(near)))


def _agree_on_language(found: dict[str, Grid]) -> None:
    """The language of columns that do not name one: what the settings say, else what the words look like."""
    settings = found.get(SETTINGS)
    told = settings.lines[0]["default_language"] if settings and settings.lines else ""
    texts = (text for grid in found.values() for text in grid.unnamed_texts())
    language = languages.code_of(told) if told and told.lower() != "default" else languages.guessed(texts)
    for grid in found.values():
        grid.language = language


def missing_sheet(problems: Problems) -> None:
    problems.error(NOWHERE, messages.NO_SURVEY_SHEET)
