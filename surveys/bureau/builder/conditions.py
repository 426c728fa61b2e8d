"""A condition on a page of the builder: none, rows "if [question] [is greater than] [value]", or the expression itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.core.validators import ProhibitNullCharactersValidator
from django.http import QueryDict
from django.utils.translation import gettext as _

from surveys.bureau.builder.access import known_questions
from surveys.bureau.builder.labels import NUMBER_LIKE, OPERATOR_WORDS, Words
from surveys.lib.cleaning import plain_breaks
from surveys.lib.numbers import canonical, read_number
from surveys.lib.text import nested
from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.editing.conditions import (
    THIS,
    WITHOUT_A_RIGHT_SIDE,
    Joined,
    Operator,
    Row,
    Rows,
    expression_of,
    rows_of,
)
from surveys.questionnaires.editing.references import with_columns
from surveys.questionnaires.form import TRUTHS, StoredDefinition, StoredItem

NONE, ALWAYS, ROWS, SOURCE = "none", "always", "rows", "source"
MOST = 50
BLANK = Row("", Operator.EQUALS)
_OPERATORS = frozenset(Operator)
_OF_BLANKS = {Operator.EQUALS: Operator.BLANK, Operator.IS_NOT: Operator.ANSWERED}


@dataclass(frozen=True)
class Condition:
    """`key` is the attribute it belongs to and the beginning of its fields' names; `mode` which of the ways it is told in.

    A required question may be so always, without any condition.
    """

    key: str
    title: Words
    mode: str = NONE
    joined: Joined = "all"
    rows: tuple[Row, ...] = ()
    source: str = ""
    error: str = ""
    may_be_none: bool = True
    may_be_always: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[tuple[Row, str]]:
        """The rows and a spare one, each with the label of the question it begins with."""
        return [(row, self.labels.get(row.question, "")) for row in (*self.rows, BLANK)]

    @property
    def operators(self) -> list[tuple[str, Words]]:
        return [(operator.value, words) for operator, words in OPERATOR_WORDS.items()]

    @property
    def told(self) -> bool | str | None:
        """What the definition is to hold: an expression, true, or nothing."""
        return True if self.mode == ALWAYS else self.expression or None

    @property
    def expression(self) -> str:
        if self.mode in (NONE, ALWAYS) or self.error:
            return ""
        return expression_of(Rows(self.joined, self.rows)) if self.mode == ROWS else self.source


def stored_condition(
    key: str,
    title: Words,
    stored: object,
    definition: StoredDefinition,
    *,
    may_be_none: bool = True,
    may_be_always: bool = False,
) -> Condition:
    """As it stands in the definition: in rows where they can say it, and are not more than a page takes back."""
    source = stored if isinstance(stored, str) else ""
    rows = rows_of(source) if source else None
    rows = rows if rows and len(rows.rows) < MOST else None
    mode = NONE if not source and may_be_none else ROWS if rows or not source else SOURCE
    mode = ALWAYS if may_be_always and stored is True else mode
    return Condition(
        key,
        title,
        mode,
        rows.joined if rows else "all",
        rows.rows if rows else (),
        source,
        may_be_none=may_be_none,
        may_be_always=may_be_always,
        labels=dict(known_questions(definition)),
    )


def sent_condition(drawn: Condition, data: QueryDict, definition: StoredDefinition) -> Condition:
    """As it was sent; with an error where it cannot be taken."""
    key = drawn.key
    mode = data.get(f"{key}-mode", drawn.mode)
    joined: Joined = "any" if data.get(f"{key}-joined") == "any" else "all"
    known = {ROWS, SOURCE} | ({NONE} if drawn.may_be_none else set()) | ({ALWAYS} if drawn.may_be_always else set())
    sent = replace(drawn, mode=mode if mode in known else drawn.mode, joined=joined, rows=())
    sent = replace(sent, source=plain_breaks(data.get(f"{key}-source", "").strip()))
    try:
        sent = replace(sent, rows=_rows(key, data, definition))
        if sent.mode == ROWS:
            expression_of(Rows(joined, sent.rows))
    except ValueError:
        return replace(sent, error=_("A value cannot hold both kinds of quotation marks."))
    return replace(sent, error=_missing(sent))


def _missing(sent: Condition) -> str:
    """A rule that was begun and not finished is not taken for another one, and what no database can hold is refused."""
    if sent.mode in (ROWS, SOURCE) and "\0" in sent.expression:
        return str(ProhibitNullCharactersValidator.message)
    if (sent.mode == ROWS and not sent.rows) or (sent.mode == SOURCE and not sent.source):
        return _("Say what must hold.")
    unfinished = next((row for row in sent.rows if not (row.right or row.operator in WITHOUT_A_RIGHT_SIDE)), None)
    if sent.mode == ROWS and unfinished:
        return nested(_("Say with what “%(question)s” is compared.") % {"question": unfinished.question})
    return ""


def _rows(key: str, data: QueryDict, definition: StoredDefinition) -> tuple[Row, ...]:
    columns = [data.getlist(f"{key}-{part}") for part in ("question", "operator", "side", "right")]
    questions = {one["name"]: one for section in definition["sections"] for one in with_columns(section)}
    named = name_reader(definition)
    lines = (_row(named, questions, definition, *parts) for parts in zip(*columns, strict=False))
    return tuple(row for row in lines if row.question)


def _row(
    named: Callable[[str], str],
    questions: Mapping[str, StoredItem],
    definition: StoredDefinition,
    question: str,
    operator: str,
    side: str,
    right: str,
) -> Row:
    name, typed = named(question), right.strip()
    chosen = Operator(operator) if operator in _OPERATORS else Operator.EQUALS
    chosen = chosen if typed else _OF_BLANKS.get(chosen, chosen)
    if chosen in WITHOUT_A_RIGHT_SIDE:
        return Row(name, chosen)
    if side == "question":
        return Row(name, chosen, named(typed), "question")
    return _with_value(Row(name, chosen), typed, questions.get(name, {}), definition)


def _with_value(row: Row, typed: str, asked: StoredItem, definition: StoredDefinition) -> Row:
    """Figures of numbers stand bare in an expression; a choice may be typed by its label, yes and no in any language."""
    for choice in definition.get("choices", {}).get(asked.get("choices") or "", []):
        if typed in (choice.get("name"), *(choice.get("label") or {}).values()):
            return replace(row, right=str(choice.get("name")), side="text")
    if asked.get("type") == "yes_no":
        return replace(row, right=_yes_or_no(typed), side="text")
    if asked.get("type") in NUMBER_LIKE or row.question == THIS:
        try:
            number = read_number(typed)
        except Unreadable:
            number = None
        if number is not None:
            return replace(row, right=canonical(number), side="number")
    return replace(row, right=typed, side="text")


def _yes_or_no(typed: str) -> str:
    """As expressions write it; what is neither stays, for load() to blame."""
    return next((words["en"] for words in TRUTHS.values() if typed.casefold() in words.values()), typed)


def name_reader(definition: StoredDefinition) -> Callable[[str], str]:
    """What somebody typed for a question, a name or a label, as its name. What is neither stays, for load() to blame, and
    so does a label that several questions bear."""
    names: set[str] = set()
    by_label: dict[str, str] = {}
    for section in definition["sections"]:
        for one in with_columns(section):
            names.add(one["name"])
            for label in set((one.get("label") or {}).values()):
                by_label[label] = "" if label in by_label else one["name"]

    def named(typed: str) -> str:
        text = typed.strip().removeprefix("${").removesuffix("}").strip()
        return text if text in names or text == THIS else by_label.get(text) or "".join(text.split())

    return named
