"""The kinds of notice: a file each, with what it is called, what it is filled in with and its words."""

from importlib import import_module
from pkgutil import iter_modules

from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.notices.wording import Kind

# Every file here is one: adding a kind is adding a file.
KINDS: dict[str, Kind] = {file.name: import_module(f"{__name__}.{file.name}").KIND for file in iter_modules(__path__)}


def choices() -> list[tuple[str, str]]:
    """The column takes them from here each time, so that one more kind is no change to the database."""
    return [(kind.name, in_language(kind.label, current_language())) for kind in KINDS.values()]
