"""What changed from one stored definition to a later one. A name is an identity: under another name it is another question.

Also compares what is still being written, so nothing here expects a definition to be sound.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from surveys.lib.text import Text
from surveys.questionnaires.diff.alignment import aligned, out_of_order
from surveys.questionnaires.diff.changes import EFFECTS, Change, Effect, Subject, is_blank

__all__ = ["EFFECTS", "Change", "Effect", "changes_between"]

Data = Mapping[str, object]

WORDS_ONLY = frozenset(
    {
        "appearance",
        "constraint_message",
        "guidance",
        "hint",
        "introduction",
        "label",
        "message",
        "notes",
        "number",
        "required_message",
        "title",
        "values",
    }
)
# What says where a thing stands, and is told by other means.
APART = frozenset({"name", "id", "check", "questions", "sections", "checks", "choices", "methods", "extended"})
STRONGER = ("info", "soft", "hard")
_Home = tuple[str, str]
MOST_DECIMALS = MOST_CHARACTERS = MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Located:
    """A question with the section and the table it stands in."""

    data: Data
    section: Data
    table: Data | None
    is_asked: bool

    @property
    def home(self) -> _Home:
        """Which list it stands in: a section's, or a table's wherever the table stands."""
        around = self.table or self.section
        return "table" if self.table else "section", str(around.get("name"))

    @property
    def scope(self) -> object:
        return self.section.get("scope")


class _Form:
    """A stored definition with its parts by name, in order."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.sections = {str(one.get("name")): one for one in _items(data, "sections")}
        self.is_full = data.get("extended") is not False
        self.questions = {str(one.data.get("name")): one for one in self._placed()}
        self.checks = _checks(data)
        self._by_home: dict[_Home, list[str]] = {}
        for name, one in self.questions.items():
            self._by_home.setdefault(one.home, []).append(name)

    def _placed(self) -> Iterator[_Located]:
        for section in self.sections.values():
            for question in _items(section, "questions"):
                asked = self._asks(question)
                yield _Located(question, section, None, asked)
                for column in _items(question, "questions"):
                    yield _Located(column, section, question, asked and self._asks(column))

    def _asks(self, question: Data) -> bool:
        return self.is_full or question.get("extended") is not True

    def standing_in(self, home: _Home) -> list[str]:
        return self._by_home.get(home, [])

    def choices(self, question: Data, key: str) -> dict[str, Data]:
        lists = self.data.get("choices")
        named = _items(lists if isinstance(lists, dict) else {}, question.get(key))
        return {str(one.get("name")): one for one in named}

    def is_asked(self, name: str) -> bool:
        return name in self.questions and self.questions[name].is_asked


def changes_between(old: Data, new: Data) -> list[Change]:
    """Every difference, in the order of the questionnaire; what is gone stands where it stood."""
    before, after = _Form(old), _Form(new)
    return [*_of_questionnaire(before, after), *_of_sections(before, after), *_of_checks(before, after)]


def _of_questionnaire(before: _Form, after: _Form) -> Iterator[Change]:
    if before.is_full != after.is_full:
        yield _changed("questionnaire", "", "extended", before.is_full, after.is_full)
    for attribute in _attributes(before.data, after.data):
        old, new = before.data.get(attribute), after.data.get(attribute)
        yield _changed("questionnaire", "", attribute, old, new, stricter=attribute in ("unit", "nil"))


def _of_sections(before: _Form, after: _Form) -> Iterator[Change]:
    moved = out_of_order(list(before.sections), list(after.sections))
    for name in aligned(list(before.sections), list(after.sections)):
        old, new = before.sections.get(name), after.sections.get(name)
        if old and new:
            yield from _of_section(name, old, new)
        else:
            yield Change("added" if new else "removed", "section", name, label=_label(new or old or {}))
        if name in moved and new:
            yield Change("moved", "section", name, label=_label(new))
        yield from _of_questions(before, after, ("section", name))


def _of_section(name: str, old: Data, new: Data) -> Iterator[Change]:
    for attribute in _attributes(old, new):
        change = _changed("section", name, attribute, old.get(attribute), new.get(attribute), label=_label(new))
        if attribute == "scope":
            change = replace(change, stricter=True, drops=True)
        if attribute == "relevant":
            change = replace(change, stricter=not is_blank(change.old), drops=not is_blank(change.new))
        yield change


def _of_questions(before: _Form, after: _Form, home: _Home) -> Iterator[Change]:
    """The questions of a section, or the columns of a table, each with what stands in it."""
    old_names, new_names = before.standing_in(home), after.standing_in(home)
    moved = out_of_order(old_names, new_names)
    for name in aligned(old_names, new_names):
        old, new = before.questions.get(name), after.questions.get(name)
        if new is None or new.home == home:
            yield from _of_question(before, after, name, old, new, is_moved=name in moved)
        columns = _of_questions(before, after, ("table", name))
        # What comes or goes with its whole table is not told again.
        yield from columns if old and new else (one for one in columns if one.kind not in ("added", "removed"))


def _of_question(
    before: _Form, after: _Form, name: str, old: _Located | None, new: _Located | None, *, is_moved: bool
) -> Iterator[Change]:
    if old is None or new is None:
        one = new or old
        assert one is not None
        yield _come_or_gone(name, one, is_new=new is not None)
        return
    about = _about(name, new)
    if old.is_asked != new.is_asked:
        yield _come_or_gone(name, new if new.is_asked else old, is_new=new.is_asked)
    elif bool(old.data.get("extended")) != bool(new.data.get("extended")):
        yield about("extended", old.data.get("extended"), new.data.get("extended"))
    if old.home != new.home:
        yield _moved(old, new, about("", _place(old), _place(new)))
    elif is_moved:
        yield replace(about("", None, None), kind="moved")
    for change in _of_attributes(before, after, old.data, new.data, about):
        yield change if new.is_asked else replace(change, stricter=False, drops=False)


def _moved(old: _Located, new: _Located, change: Change) -> Change:
    """From one section or table to another, under whose condition it stands from now on."""
    was, now = old.section.get("relevant"), new.section.get("relevant")
    is_elsewhere = (old.scope, _table_of(old)) != (new.scope, _table_of(new))
    drops = is_elsewhere or (was != now and not is_blank(now))
    stricter = was != now and not is_blank(was) and new.is_asked
    return replace(change, kind="moved", stricter=stricter, drops=drops and old.is_asked)


def _come_or_gone(name: str, one: _Located, *, is_new: bool) -> Change:
    """A new question fails where it must be answered, for nobody has; or where it answers itself."""
    change = replace(_about(name, one)("", None, None), kind="added" if is_new else "removed")
    fails = _must_be_answered(one.data) or bool(one.data.get("calculation") and one.data.get("constraint"))
    return replace(change, stricter=is_new and one.is_asked and fails, drops=not is_new and one.is_asked)


def _must_be_answered(data: Data) -> bool:
    return bool(data.get("required") or _part(data, "rows").get("min"))


def _of_attributes(
    before: _Form, after: _Form, old: Data, new: Data, about: Callable[[str, object, object], Change]
) -> Iterator[Change]:
    for attribute in _attributes(old, new):
        was, now = old.get(attribute), new.get(attribute)
        stricter = attribute in STRICTER and STRICTER[attribute](was, now)
        drops = attribute in DROPPING and DROPPING[attribute](was, now)
        if attribute == "relevant":
            stricter = stricter and (_must_be_answered(new) or bool(new.get("calculation")))
        yield replace(about(attribute, was, now), stricter=stricter, drops=drops)
    for key, subject in _LISTS:
        yield from _of_choices(before.choices(old, key), after.choices(new, key), subject, about)


_LISTS: tuple[tuple[str, Subject], ...] = (("choices", "choice"), ("methods", "method"))


def _of_choices(
    old: Mapping[str, Data], new: Mapping[str, Data], subject: Subject, about: Callable[[str, object, object], Change]
) -> Iterator[Change]:
    question = about("", None, None)
    of_choice = replace(question, subject=subject, within=question.label)
    for name in aligned(list(old), list(new)):
        was, now = old.get(name), new.get(name)
        told = replace(of_choice, label=_label(now or was or {}) or {"zh": name, "en": name})
        if was is None:
            yield replace(told, kind="added", new=name)
        elif now is None:
            yield replace(told, kind="removed", old=name, stricter=True, drops=True)
        else:
            for attribute in _attributes(was, now):
                change = replace(told, attribute=attribute, old=was.get(attribute), new=now.get(attribute))
                yield replace(change, wording=attribute == "label", stricter=attribute == "attributes")
    if out_of_order(list(old), list(new)):
        yield replace(question, kind="moved", attribute="choices")


def _of_checks(before: _Form, after: _Form) -> Iterator[Change]:
    for key in aligned(list(before.checks), list(after.checks)):
        old, new = before.checks.get(key), after.checks.get(key)
        if old is None or new is None:
            check = new or old or {}
            fails = new is not None and check.get("severity") != "info" and _stands(after, check)
            yield Change("added" if new else "removed", "check", _name_of(check), label=_label(check), stricter=fails)
            continue
        for attribute in _attributes(old, new, APART - {"questions"}):
            change = _changed("check", _name_of(new), attribute, old.get(attribute), new.get(attribute))
            yield replace(change, stricter=_is_stricter_check(change, new) and _stands(after, new))


def _is_stricter_check(change: Change, check: Data) -> bool:
    if change.wording or check.get("severity") == "info":
        return False
    if change.attribute != "severity" or change.old not in STRONGER or change.new not in STRONGER:
        return True
    return STRONGER.index(change.new) > STRONGER.index(change.old)


def _stands(form: _Form, check: Data) -> bool:
    """Whether the questions it stands at are asked; a catalogue's entry does not name them."""
    names = check.get("questions")
    return all(form.is_asked(str(name)) for name in names) if isinstance(names, list) else True


def _loses(old: object, new: object) -> bool:
    """Whether something of the old list is not in the new one."""
    was, now = (set(map(str, one)) if isinstance(one, list) else set() for one in (old, new))
    return bool(was - now)


def _is_less(most: int) -> Callable[[object, object], bool]:
    def compare(old: object, new: object) -> bool:
        limits = [one if isinstance(one, int) else most for one in (old, new)]
        return limits[1] < limits[0]

    return compare


def _is_set(old: object, new: object) -> bool:
    return not is_blank(new)


def _was_set(old: object, new: object) -> bool:
    return not is_blank(old)


def _always(old: object, new: object) -> bool:
    return True


def _fewer_rows(old: object, new: object) -> bool:
    was, now = ({"rows": one} for one in (old, new))
    least, most = (_whole(_part(one, "rows").get("min")) for one in (was, now))
    is_tighter = _is_less(MOST_ROWS)(_part(was, "rows").get("max"), _part(now, "rows").get("max"))
    return most > least or is_tighter or bool(_part(now, "rows").get("count"))


STRICTER: Mapping[str, Callable[[object, object], bool]] = {
    "required": _is_set,
    "relevant": _was_set,
    "constraint": _is_set,
    "choice_filter": _is_set,
    "calculation": _always,
    "type": _always,
    "unit": _was_set,
    "units": _loses,
    "decimals": _is_less(MOST_DECIMALS),
    "max_length": _is_less(MOST_CHARACTERS),
    "may_be_unavailable": _was_set,
    "accept": _is_set,
    "rows": _fewer_rows,
}
# A figure that had no unit does not get one.
DROPPING: Mapping[str, Callable[[object, object], bool]] = {
    "relevant": _is_set,
    "type": _always,
    "unit": lambda old, new: is_blank(old),
}


def _about(name: str, one: _Located) -> Callable[[str, object, object], Change]:
    """Changes of one question or column, or of what it offers."""
    subject: Subject = "column" if one.table else "question"
    label, within = _label(one.data), _label(one.table or {})

    def change(attribute: str, old: object, new: object) -> Change:
        return replace(_changed(subject, name, attribute, old, new, label=label), within=within)

    return change


def _changed(
    subject: Subject,
    location: str,
    attribute: str,
    old: object,
    new: object,
    *,
    label: Text | None = None,
    stricter: bool = False,
) -> Change:
    is_wording = attribute in WORDS_ONLY
    return Change("changed", subject, location, attribute, old, new, stricter, wording=is_wording, label=label or {})


def _place(one: _Located) -> Text:
    return _label(one.table or one.section) or {"zh": one.home[1]}


def _table_of(one: _Located) -> object:
    return one.table and one.table.get("name")


def _label(data: Data) -> Text:
    label = data.get("label")
    return dict(label) if isinstance(label, dict) else {}


def _attributes(old: Data, new: Data, apart: Iterable[str] = APART) -> list[str]:
    """Those that differ; a missing one and an empty one say the same."""
    names = [name for name in dict.fromkeys([*new, *old]) if name not in apart]
    return [name for name in names if old.get(name) != new.get(name) and not _both_blank(old.get(name), new.get(name))]


def _both_blank(old: object, new: object) -> bool:
    return is_blank(old) and is_blank(new)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _items(data: Data, key: object) -> list[Data]:
    items = data.get(key) if isinstance(key, str) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _part(data: Data, key: str) -> Data:
    part = data.get(key)
    return part if isinstance(part, dict) else {}


def _name_of(check: Data) -> str:
    return str(check.get("id") or check.get("check") or "")


def _checks(data: Data) -> dict[tuple[str, int], Data]:
    """By name; one that is used more than once is told apart by its turn."""
    found: dict[tuple[str, int], Data] = {}
    for check in _items(data, "checks"):
        turn = sum(name == _name_of(check) for name, _ in found)
        found[_name_of(check), turn] = check
    return found
