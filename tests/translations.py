"""Collects the English texts of code and templates, and keeps their Chinese. A program and a test's source of truth.

python -m tests.translations missing [path-prefix]    what has no Chinese yet
python -m tests.translations add < pairs.json         {"English": "中文", …} into the catalogue; where a context tells
                                                      one use from another, {"English": {"context": "中文", "": "中文"}}
python -m tests.translations prune                    drop the Chinese of texts that nobody uses any more
python -m tests.translations references               note beside each text where it is used; so do add and prune
"""

import fcntl
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "surveys/locale/zh_Hans/LC_MESSAGES/django.po"
LOCK = ROOT / "var" / "translations.lock"
FUNCTIONS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
Pairs = dict[str, str | dict[str, str]]


def messages(root: Path = ROOT) -> Catalog:
    """Every text that a person may see in two languages, its context, and the files it stands in."""
    found = Catalog(locale="zh_Hans")
    for path in sorted((root / "surveys").rglob("*")):
        if path.suffix in (".html", ".txt", ".py") and "/migrations/" not in str(path):
            for text, context in _texts(path):
                found.add(text, locations=[(path.relative_to(root).as_posix(), None)], context=context)
    return found


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    source = path.read_text()
    if path.suffix != ".py":
        if "templates" not in path.parts:
            return
        # Indentation means something to the Python tokenizer that reads the result, and nothing in a template.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    for _line, text, _comments, context in extract("python", io.BytesIO(source.encode()), FUNCTIONS):
        yield text, context


def catalogue(po: Path = PO) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def entries(catalog: Catalog) -> list[Message]:
    """All of them but the header."""
    return [message for message in catalog if message.id]


def english_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def chinese_of(message: Message) -> str:
    return message.string if isinstance(message.string, str) else message.string[0]


def files_of(message: Message) -> list[str]:
    return sorted(file for file, _line in message.locations)


def missing(prefix: str = "") -> list[Message]:
    known = catalogue()
    wanted = [one for one in entries(messages()) if any(file.startswith(prefix) for file in files_of(one))]
    return [one for one in wanted if not (entry := known.get(one.id, one.context)) or not chinese_of(entry)]


def unused() -> list[Message]:
    """What stands in the catalogue alone."""
    used = messages()
    return [entry for entry in entries(catalogue()) if not used.get(entry.id, entry.context)]


def add(known: Catalog, used: Catalog, pairs: Pairs) -> None:
    for english, chinese in pairs.items():
        for context, string in (chinese if isinstance(chinese, dict) else {"": chinese}).items():
            _put(known, used, english, string, context or None)


def _put(known: Catalog, used: Catalog, english: str, chinese: str, context: str | None) -> None:
    use = used.get(english, context)
    known.delete(english, context)
    if use and use.pluralizable:
        known.add(use.id, (chinese,), context=context)
    else:
        known.add(english, chinese, context=context)


def note_references(known: Catalog, used: Catalog) -> None:
    """Files without line numbers, which every change of a file would move."""
    for entry in entries(known):
        use = used.get(entry.id, entry.context)
        entry.locations = use.locations if use else []


def save(known: Catalog, po: Path = PO) -> None:
    with po.open("wb") as file:
        write_po(file, known, sort_output=True, include_lineno=False, width=120)


def change(deed: Callable[[Catalog, Catalog], None] = lambda known, used: None) -> None:
    """One at a time, and with every text's references as they are now."""
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known, used = catalogue(), messages()
        deed(known, used)
        note_references(known, used)
        save(known)


def drop_unused(known: Catalog, used: Catalog) -> None:
    for entry in entries(known):
        if not used.get(entry.id, entry.context):
            known.delete(entry.id, entry.context)


def as_json(message: Message) -> str:
    """As it is to be written for `add`, but for its Chinese."""
    english = english_of(message)
    return json.dumps({english: {message.context: ""}} if message.context else english, ensure_ascii=False)


def main(verb: str, *rest: str) -> None:
    if verb == "missing":
        for message in missing(*rest):
            print(as_json(message))
    elif verb == "add":
        pairs = json.load(sys.stdin)
        change(lambda known, used: add(known, used, pairs))
    elif verb == "prune":
        change(drop_unused)
    elif verb == "references":
        change()


if __name__ == "__main__":
    main(*sys.argv[1:])
