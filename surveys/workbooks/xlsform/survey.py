"""The survey sheet as sections: groups and repeats opened and closed, what stands outside of them housed.

A group at the top is a section; a group further in is flattened, its label becoming a note and its condition one more for
everything inside; a repeat is a table.
"""

from dataclasses import dataclass, field

from surveys.workbooks.xlsform.cells import NO
from surveys.workbooks.xlsform.columns import COLUMNS, SURVEY
from surveys.workbooks.xlsform.import_state import ImportState, Item, mentioned_in
from surveys.workbooks.xlsform.problems import Cell
from surveys.workbooks.xlsform.questions import Condition, condition_of, new_item, put_relevant, question, untitled
from surveys.workbooks.xlsform.sheets import Grid, Line
from surveys.workbooks.xlsform.types import Act, RowType, likely_type, read_type

BEGINNINGS = {Act.BEGIN_GROUP: "group", Act.BEGIN_REPEAT: "repeat"}
_OF_GROUPS = frozenset({"type", "name", "label", "relevant", "appearance", "disabled"})
"""appearance: a section is a page already."""
_FLAGS = frozenset({"required", "read_only", "may_be_unavailable", "extended"})
ENDS = {Act.END_GROUP: "group", Act.END_REPEAT: "repeat"}


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
            self.state.problems.warning_once(
                "disabled",
                line.cell("disabled"),
                "disabled 为 yes 的行没有读入",
                "Rows whose disabled is yes are left out",
            )
            return
        row = read_type(cell.text) if cell else None
        if row is None:
            self._refuse_type(line, cell)
        elif row.act in BEGINNINGS:
            self._begin(line, BEGINNINGS[row.act])
        elif row.act in ENDS:
            self._end(line, ENDS[row.act])
        else:
            self._take(line, row)

    def _refuse_type(self, line: Line, cell: Cell) -> None:
        likely = likely_type(cell.text)
        if cell:
            did_you_mean = (f"；是否应为 {likely}？", f" Did you mean {likely}?") if likely else ("", "")
            self.state.problems.error(
                cell, f"不认识题型“{cell.text}”{did_you_mean[0]}", f"There is no type “{cell.text}”.{did_you_mean[1]}"
            )
        elif line["name"] or line.text("label"):
            self.state.problems.error(cell, "缺少题型（type 列）", "The type is missing")
        else:
            self.state.problems.warning(
                cell, "这一行没有题型和名称，已忽略", "The row has neither type nor name and is ignored"
            )
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
                    self.state.problems.warning(
                        cell, "这一列对分组没有作用，已忽略", "This has no meaning for a group and is ignored"
                    )

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
            outer = self._table.cell if self._table else line.cell("type")
            self.state.problems.error(
                line.cell("type"),
                f"表格（{outer} 的 begin_repeat）里不能再放表格，请把它移到外面",
                f"A table (the begin_repeat in {outer}) cannot hold another table. Move it out",
            )
        conditions = condition_of(line, self.state)
        if line.text("label"):
            note = question(line, RowType(Act.ASK, "note"), self.state, self._conditions)[0]
            note.pop("appearance", None)
            if self._table:
                # Above the table it heads all rows, whenever its group is asked.
                note.pop("relevant", None)
            self._place([note])
        self._open.append(_Open(kind, line.cell("type"), None, conditions))

    def _end(self, line: Line, kind: str) -> None:
        cell = line.cell("type")
        if not self._open:
            self.state.problems.error(cell, f"没有对应的 begin_{kind}", f"There is no begin_{kind} that this could end")
            return
        opened = self._open.pop()
        if opened.kind != kind:
            self.state.problems.error(
                cell,
                f"这里应是 end_{opened.kind}：{opened.cell} 的 begin_{opened.kind} 还没有结束",
                f"This should be end_{opened.kind}: the begin_{opened.kind} in {opened.cell} is still open",
            )
        if opened.kind == "repeat" and opened.item is not None:
            self._put_notes_above(opened)

    def _refuse_unclosed(self, unclosed: _Open) -> None:
        last = self.grid.lines[-1].cell("type")
        self.state.problems.error(
            unclosed.cell,
            f"begin_{unclosed.kind} 直到最后一行（{last}）都没有 end_{unclosed.kind}",
            f"This begin_{unclosed.kind} has no end_{unclosed.kind} up to the last row ({last})",
        )

    # --- questions ---

    def _take(self, line: Line, row: RowType) -> None:
        self._place(_Taking(line, row, self.state, self._conditions).items())

    def _place(self, items: list[Item]) -> None:
        for item in items:
            table = self._table
            if table and table.item and item["type"] == "note":
                table.notes.append(item)
            elif table and table.item:
                table.item["questions"].append(item)
            elif item["type"] == "hidden" and not self._open:
                self._unseen.append(item)
            else:
                self._questions(item).append(item)

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
                self.state.problems.warning(
                    cell,
                    "表格里不能放说明；这一说明用到表格的列，无法移到表格上方，已略去",
                    "A table cannot hold a note; this one speaks of the table's columns and is left out",
                )
                continue
            self.state.problems.warning(
                cell,
                "表格里不能放说明，已移到表格上方",
                "A table cannot hold a note; it stands above the table instead",
            )
            home["questions"].insert(home["questions"].index(table), note)

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
        self.state.problems.warning(
            cell, f"网页填报不采集 {cell.text}，已略去", f"{cell.text} is not collected here and left out"
        )
        if self.line["name"] not in self.state.mentioned:
            return []
        return [new_item(self.line, self.state) | {"type": "hidden"}]

    def _refused(self) -> list[Item]:
        cell = self.line.cell("type")
        if self.state.unsupported_as_text:
            self.state.problems.warning(
                cell,
                f"题型 {cell.text} 在网页上无法使用，作为文字题读入",
                f"The type {cell.text} cannot work here and becomes text",
            )
        else:
            self.state.problems.error(
                cell,
                f"题型 {cell.text} 在网页上无法使用。请改用其他题型，或在 settings 表加一列 unsupported_types，填 text，作为文字题读入",
                f"The type {cell.text} cannot work here. Use another one, or add a column unsupported_types to settings and "
                "write text in it: then it becomes a text question",
            )
        items = question(self.line, RowType(Act.ASK, "text"), self.state, self.conditions)
        items[0].pop("choice_filter", None)
        return items

    def _refused_without_answer(self) -> list[Item]:
        cell = self.line.cell("type")
        zh, en = f"题型 {cell.text} 在网页上无法使用", f"The type {cell.text} cannot work here"
        if self.state.unsupported_as_text:
            self.state.problems.warning(cell, f"{zh}，已略去", f"{en} and is left out")
        else:
            self.state.problems.error(cell, f"{zh}，请删去", f"{en}. Delete it")
        if self.line["name"] not in self.state.mentioned:
            return []
        return [new_item(self.line, self.state) | {"type": "hidden"}]
