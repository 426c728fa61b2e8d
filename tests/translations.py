"""Collects the English texts of code and templates, and compiles their Chinese. A program and a test's source of truth.

python -m tests.translations missing [path-prefix]    what has no Chinese yet
python -m tests.translations add < pairs.json         {"English": "中文", …} into the catalogue
python -m tests.translations prune                    drop the Chinese of texts that nobody uses any more
python -m tests.translations compile                  write the .mo that Django reads
"""

import fcntl
import io
import json
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "surveys/locale/zh_Hans/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
LOCK = ROOT / "var" / "translations.lock"
FUNCTIONS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2),
             "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}  # fmt: skip


def messages() -> dict[str | tuple[str, str], list[str]]:
    """Every text that a person may see in two languages, and the files it stands in."""
    found: dict[str | tuple[str, str], list[str]] = {}
    for path in sorted((ROOT / "surveys").rglob("*")):
        if path.suffix in (".html", ".txt", ".py") and "/migrations/" not in str(path):
            for text in _texts(path):
                found.setdefault(text, []).append(str(path.relative_to(ROOT)))
    return found


def _texts(path: Path):
    source = path.read_text()
    if path.suffix != ".py":
        if "templates" not in path.parts:
            return
        # Indentation means something to the Python tokenizer that reads the result, and nothing in a template.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    names = dict.fromkeys(FUNCTIONS)
    for _line, function, arguments, _comments in extract_python(io.BytesIO(source.encode()), list(names), [], {}):
        texts = (arguments,) if isinstance(arguments, str) else arguments
        if function in ("ngettext", "ngettext_lazy"):
            yield (texts[0], texts[1])
        elif texts and texts[0]:
            yield texts[0]


def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def missing(prefix: str = "") -> list[str]:
    known = catalogue()
    wanted = [text for text, places in messages().items() if any(place.startswith(prefix) for place in places)]
    return [text for text in wanted if not _chinese(known, text)]


def unused() -> list[str]:
    """The English of what stands in the catalogue alone."""
    used = {text[0] if isinstance(text, tuple) else text for text in messages()}
    keys = (message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue())
    return [key for key in keys if key and key not in used]


def _chinese(known: Catalog, text: str | tuple[str, str]) -> str:
    message = known.get(text[0] if isinstance(text, tuple) else text)
    string = message.string if message else ""
    return string[0] if isinstance(string, tuple) else string


def add(pairs: dict[str, str]) -> None:
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = catalogue()
        plurals = {text[0]: text for text in messages() if isinstance(text, tuple)}
        for english, chinese in pairs.items():
            key = plurals.get(english, english)
            known.delete(english)
            known.add(key, (chinese,) if isinstance(key, tuple) else chinese, flags=_flags(english))
        save(known)


def prune() -> None:
    known = catalogue()
    for english in unused():
        known.delete(english)
    save(known)


def _flags(text: str) -> list[str]:
    return ["python-format"] if re.search(r"%\(\w+\)", text) else []


def save(known: Catalog) -> None:
    with PO.open("wb") as file:
        write_po(file, known, sort_output=True, omit_header=False, width=120)
    MO.write_bytes(compiled(known))


def compiled(known: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, known)
    return file.getvalue()


def main(verb: str, *rest: str) -> None:
    if verb == "missing":
        for text in missing(*rest):
            print(json.dumps(text, ensure_ascii=False))
    elif verb == "add":
        add(json.load(sys.stdin))
    elif verb == "prune":
        prune()
    elif verb == "compile":
        MO.write_bytes(compiled(catalogue()))


if __name__ == "__main__":
    main(*sys.argv[1:])
