"""Reading what is asked."""

from surveys.questionnaires.models import Version
from surveys.questionnaires.schema import Definition, load

MOST_KEPT = 64
_loaded: dict[str, Definition] = {}


def definition_of(version: Version) -> Definition:
    """The definition as the engine wants it. Versions never change, so each is loaded once per process."""
    if version.sha256 not in _loaded:
        if len(_loaded) >= MOST_KEPT:
            _loaded.clear()
        _loaded[version.sha256] = load(version.definition)
    return _loaded[version.sha256]
