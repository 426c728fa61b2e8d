"""Names that Kobo and ODK take and we do not, A4.1_kwh or 用电量: each gets one that can be used, wherever it is mentioned."""

import re
import unicodedata
import zlib
from collections.abc import Collection, Mapping

from surveys.lib.text import filled
from surveys.questionnaires.expressions import LONGEST_NAME
from surveys.questionnaires.expressions.naming import NAME
from surveys.workbooks.xlsform import messages
from surveys.workbooks.xlsform.cells import NAME_ELSEWHERE
from surveys.workbooks.xlsform.columns import SURVEY
from surveys.workbooks.xlsform.problems import Problems
from surveys.workbooks.xlsform.sheets import Grid

_LENGTH_OF_SUM = 9


def make_names_usable(grids: Mapping[str, Grid], problems: Problems) -> None:
    """The new name depends on the old one only, so that the next edition of the form is linked with this one."""
    cells = [cell for line in grids[SURVEY].lines if (cell := line.cell("name"))]
    taken = {cell.text for cell in cells if NAME.fullmatch(cell.text)}
    renamed: dict[str, str] = {}
    for cell in cells:
        if NAME.fullmatch(cell.text) or not re.fullmatch(NAME_ELSEWHERE, cell.text):
            continue
        new = renamed.setdefault(cell.text, _usable(cell.text, taken))
        taken.add(new)
        problems.warning(cell, filled(messages.NAME_REWRITTEN, name=cell.text, new=new))
    if renamed:
        for line in (line for grid in grids.values() for line in grid.lines):
            line.rename(renamed)


def _usable(text: str, taken: Collection[str]) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", plain).strip("-")
    plain = plain if NAME.match(plain) else f"q{plain}"
    if text.isascii() and plain not in taken and len(plain) <= LONGEST_NAME:
        return plain
    return f"{plain[: LONGEST_NAME - _LENGTH_OF_SUM]}_{zlib.crc32(text.encode()):08x}"
