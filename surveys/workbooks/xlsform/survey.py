"""The survey sheet as sections: groups and repeats opened and closed, what stands outside of them housed.

A group at the top is a section; a group further in is flattened, its label becoming a note and its condition one more for
everything inside; a repeat is a table.
"""

from dataclasses import dataclass, field

from surveys.lib.text import filled
from surveys.workbooks.xlsform import messages
from surveys.workbooks.xlsform.cells import NO
from surveys.workbooks.xlsform.columns import COLUMNS, SURVEY
from surveys.workbooks.xlsform.import_state import ImportState, Item, mentioned_in
from surveys.workbooks.xlsform.problems import Cell
from surveys.workbooks.xlsform.questions import Condition, condition_of, new_item, put_relevant, question, untitled
from surveys.workbooks.xlsform.sheets import Grid, Line
from surveys.workbooks.xlsform.types import BEGINNINGS, ENDINGS, Act, RowType, likely_type, read_type

_OF_GROUPS = frozenset({"type", "name", "label", "relevant", "appearance", "disabled"})
"""appearance: a section is a page already."""
_FLAGS = frozenset({"required", "read_only", "may_be_unavailable", "extended"})


@dataclass
class _Open:
    """A group or repeat whose end has not come yet. item: the section or table it became, if it became one."""

    kind: str
    cell: Cell
    item: Item | None
    conditions: list[Condition] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)


class Survey:
    def __init__(self, grid: Grid, state: ImportState) -> None:
        self.grid = grid
        self.state = state
        self.sections: list[Item] = []
        self._open: list[_Open] = []
        self._house: Item | None = None
        self._unseen: list[Item] = []
        for line in grid.lines:
            self._read(line)
        for unclosed in self._open:
            self._refuse_unclosed(unclosed)
        self._house_the_unseen()
        self._place_by_number()

    def _read(self, line: Line) -> None:
        cell = line.cell("type")
        if line["disabled"].lower() in ("yes", "true", "true()", "1", "是"):
            self.state.problems.warning_once("disabled", line.cell("disabled"), messages.ROWS_DISABLED)
            return
        row = read_type(cell.text) if cell else None
        if row is None:
            self._refuse_type(line, cell)
        elif row.act in BEGINNINGS:
            self._begin(line, BEGINNINGS[row.act])
        elif row.act in ENDINGS:
            self._end(line, ENDINGS[row.act])
        else:
            self._take(line, row)

    def _refuse_type(self, line: Line, cell: Cell) -> None:
        likely = likely_type(cell.text)
        if cell:
            message = messages.TYPE_MISSPELT if likely else messages.TYPE_UNKNOWN
            self.state.problems.error(cell, filled(message, type=cell.text, likely=likely))
        elif line["name"] or line.text("label"):
            self.state.problems.error(cell, messages.TYPE_MISSING)
        else:
            self.state.problems.warning(cell, messages.ROW_EMPTY)
        if line["name"]:
            # Kept as text, so that whatever asks for it is not blamed as well.
            self._take(line, RowType(Act.ASK, "text"))

    # --- groups and repeats ---

    @property
    def _table(self) -> _Open | None:
        return next((one for one in self._open if one.kind == "repeat" and one.item is not None), None)

    @property
    def _conditions(self) -> list[Condition]:
        """Of the groups around, out to the section or the table."""
        inner = self._open
        if self._table:
            inner = self._open[self._open.index(self._table) + 1 :]
        return [condition for one in inner for condition in one.conditions]

    def _begin(self, line: Line, kind: str) -> None:
        self._tell_idle(line, self._read_of_group(line, kind))
        if kind == "repeat" and not self._table:
            self._begin_table(line)
        elif kind == "group" and not self._open:
            self._begin_section(line)
        else:
            self._begin_inner_group(line, kind)

    def _read_of_group(self, line: Line, kind: str) -> frozenset[str]:
        """The columns something is made of in the row that begins a group."""
        sheet = COLUMNS[SURVEY]
        if kind == "repeat":
            return (sheet.plain | sheet.translated) - {"check", "calculation", "constraint"}
        if not self._open:
            return _OF_GROUPS | {"hint", "number", "scope"}
        # Its label becomes a note, which the rest goes with.
        return _OF_GROUPS | ({"hint", "guidance_hint", "number"} if line.text("label") else set())

    def _tell_idle(self, line: Line, read: frozenset[str]) -> None:
        sheet = COLUMNS[SURVEY]
        for column in sorted((sheet.plain | sheet.translated) - read):
            cells = line.words(column).values() if column in sheet.translated else [line.cell(column)]
            for cell in cells:
                if cell and not (column in _FLAGS and cell.text.lower() in NO):
                    self.state.problems.warning(cell, messages.COLUMN_MEANINGLESS_FOR_GROUP)

    def _begin_section(self, line: Line) -> None:
        section = self._described(line)
        conditions = condition_of(line, self.state)
        put_relevant(section, conditions, self.state)
        section["scope"] = line["scope"] or "unit"
        self.state.locations.add(f"{section['name']}.scope", line.cell("scope"))
        section["questions"] = []
        self.sections.append(section)
        self._house = None
        self._open.append(_Open("group", line.cell("type"), section))

    def _described(self, line: Line) -> Item:
        section = new_item(line, self.state)
        name = section["name"]
        self.state.put(section, "number", line, "number", name)
        self.state.put_text(section, "label", line, "label", name)
        self.state.put_text(section, "hint", line, "hint", name)
        if "label" not in section:
            section["label"] = untitled(line, self.state)
        return section

    def _begin_table(self, line: Line) -> None:
        (table,) = question(line, RowType(Act.ASK, "table"), self.state, self._conditions)
        table["questions"] = []
        opened = _Open("repeat", line.cell("type"), table)
        self._questions(table, alone=True).append(table)
        self._open.append(opened)

    def _begin_inner_group(self, line: Line, kind: str) -> None:
        if kind == "repeat":
            self._refuse_table_in_table(line.cell("type"))
        conditions = condition_of(line, self.state)
        if line.text("label"):
            note = question(line, RowType(Act.ASK, "note"), self.state, self._conditions)[0]
            note.pop("appearance", None)
            if self._table:
                # Above the table it heads all rows, whenever its group is asked.
                note.pop("relevant", None)
            self._place([note])
        self._open.append(_Open(kind, line.cell("type"), None, conditions))

    def _refuse_table_in_table(self, cell: Cell) -> None:
        if self.state.unsupported_as_text:
            self.state.problems.warning(cell, messages.TABLE_DISSOLVED)
        else:
            outer = self._table.cell if self._table else cell
            self.state.problems.error(cell, filled(messages.TABLE_IN_TABLE, outer=outer))

    def _end(self, line: Line, kind: str) -> None:
        cell = line.cell("type")
        if not self._open:
            self.state.problems.error(cell, filled(messages.NOTHING_TO_END, kind=kind))
            return
        opened = self._open.pop()
        if opened.kind != kind:
            self.state.problems.error(
                cell, filled(messages.ANOTHER_STILL_OPEN, kind=opened.kind, beginning=opened.cell)
            )
        if opened.kind == "repeat" and opened.item is not None:
            self._put_notes_above(opened)
            self._leave_out_if_empty(opened)

    def _refuse_unclosed(self, unclosed: _Open) -> None:
        last = self.grid.lines[-1].cell("type")
        self.state.problems.error(unclosed.cell, filled(messages.NEVER_ENDED, kind=unclosed.kind, last=last))

    # --- questions ---

    def _take(self, line: Line, row: RowType) -> None:
        self._place(_Taking(line, row, self.state, self._conditions).items())

    def _place(self, items: list[Item]) -> None:
        for item in items:
            table = self._table
            if table and table.item and item["type"] == "note":
                table.notes.append(item)
            elif table and table.item:
                self._as_column(item)
                table.item["questions"].append(item)
            elif item["type"] == "hidden" and not self._open:
                self._unseen.append(item)
            else:
                self._questions(item).append(item)

    def _as_column(self, item: Item) -> None:
        if item["type"] == "file" and self.state.unsupported_as_text:
            self.state.problems.warning(self.state.names[item["name"]], messages.FILE_IN_TABLE_AS_TEXT)
            item["type"] = "text"
            item.pop("accept", None)
            item.pop("proves", None)

    def _questions(self, item: Item, *, alone: bool = False) -> list[Item]:
        """Where a question belongs: in the section that is open, or in one made for what stands outside."""
        if self._open:
            section = self._open[0].item
            assert section is not None
        elif self._house and not alone:
            section = self._house
        else:
            section = self._new_house(item, alone=alone)
        questions: list[Item] = section["questions"]
        return questions

    def _new_house(self, item: Item, *, alone: bool) -> Item:
        label = item["label"] if alone else self.state.title
        cell = self.state.names[item["name"]]
        name = self.state.free_name(f"{item['name']}_section" if alone else "questions", cell)
        house = {"name": name, "label": dict(label), "scope": "unit", "questions": []}
        self.state.locations.add(name, cell)
        self.sections.append(house)
        self._house = None if alone else house
        return house

    def _put_notes_above(self, opened: _Open) -> None:
        """A table has no room for notes; those that speak of its columns cannot stand outside of it."""
        table = opened.item
        assert table is not None
        columns = {column["name"] for column in table["questions"]}
        home = self._open[0].item if self._open else self.sections[-1]
        assert home is not None
        for note in opened.notes:
            cell = self.state.names[note["name"]]
            if mentioned_in(str(note)) & columns:
                self.state.problems.warning(cell, messages.NOTE_LEFT_OUT)
                continue
            self.state.problems.warning(cell, messages.NOTE_MOVED_ABOVE_TABLE)
            home["questions"].insert(home["questions"].index(table), note)

    def _leave_out_if_empty(self, opened: _Open) -> None:
        table = opened.item
        assert table is not None
        home = self._open[0].item if self._open else self.sections[-1]
        if not table["questions"] and home and table["name"] not in self.state.mentioned:
            self.state.problems.warning(opened.cell, messages.TABLE_WITHOUT_QUESTIONS)
            home["questions"].remove(table)

    def _house_the_unseen(self) -> None:
        """What is only computed makes no page of its own: it goes where it is always worked out."""
        if not self._unseen:
            return
        open_to_all = (one for one in self.sections if "relevant" not in one and one["scope"] == "unit")
        home = next(open_to_all, None) or self._new_house(self._unseen[0], alone=False)
        home["questions"].extend(self._unseen)

    def _place_by_number(self) -> None:
        """Where a name itself is wrong, problems count: the third question of a section."""
        for number, section in enumerate(self.sections):
            self.state.locations.add(f"sections[{number}]", self.state.names[section["name"]])
            for holder in (section, *section["questions"]):
                for location, one in enumerate(holder.get("questions", ())):
                    self.state.locations.add(f"{holder['name']}.questions[{location}]", self.state.names[one["name"]])


@dataclass(frozen=True, slots=True)
class _Taking:
    """A row that is no group, as what it adds to the form."""

    line: Line
    row: RowType
    state: ImportState
    conditions: list[Condition]

    def items(self) -> list[Item]:
        match self.row.act:
            case Act.NOTE_DOWN:
                return self._noted_down()
            case Act.LEAVE_OUT:
                return self._left_out()
            case Act.TYPE_INSTEAD:
                return self._typed_instead()
            case Act.REFUSE:
                return self._refused()
            case Act.REFUSE_WITHOUT_ANSWER:
                return self._refused_without_answer()
            case _:
                return question(self.line, self.row, self.state, self.conditions)

    def _noted_down(self) -> list[Item]:
        item = new_item(self.line, self.state)
        worked_out = {"calculation": self.row.calculation} if self.row.calculation else {"initial": self.row.initial}
        return [item | {"type": "hidden"} | worked_out]

    def _left_out(self) -> list[Item]:
        """Kept, and always blank, where an expression asks for it."""
        cell = self.line.cell("type")
        self.state.problems.warning(cell, filled(messages.TYPE_NOT_COLLECTED, type=cell.text))
        if self.line["name"] not in self.state.mentioned:
            return []
        return [new_item(self.line, self.state) | {"type": "hidden"}]

    def _typed_instead(self) -> list[Item]:
        self.state.problems.warning(self.line.cell("type"), messages.TYPED_INSTEAD)
        return question(self.line, self.row, self.state, self.conditions)

    def _refused(self) -> list[Item]:
        cell = self.line.cell("type")
        if self.state.unsupported_as_text:
            self.state.problems.warning(cell, filled(messages.TYPE_AS_TEXT, type=cell.text))
        else:
            self.state.problems.error(cell, filled(messages.TYPE_IMPOSSIBLE, type=cell.text))
        items = question(self.line, RowType(Act.ASK, "text"), self.state, self.conditions)
        items[0].pop("choice_filter", None)
        return items

    def _refused_without_answer(self) -> list[Item]:
        cell = self.line.cell("type")
        if self.state.unsupported_as_text:
            self.state.problems.warning(cell, filled(messages.TYPE_WITHOUT_ANSWER_LEFT_OUT, type=cell.text))
        else:
            self.state.problems.error(cell, filled(messages.TYPE_WITHOUT_ANSWER_IMPOSSIBLE, type=cell.text))
        if self.line["name"] not in self.state.mentioned:
            return []
        return [new_item(self.line, self.state) | {"type": "hidden"}]
