"""The questionnaires that come with the product, as definitions to start from."""

import json
from pathlib import Path

from surveys.questionnaires.form import StoredDefinition

_FOLDER = Path(__file__).parent


def names() -> list[str]:
    return sorted(path.stem for path in _FOLDER.glob("*.json"))


def template(name: str) -> StoredDefinition:
    """A fresh copy of a definition, to be changed and published; KeyError when there is none of this name."""
    if name not in names():
        raise KeyError(name)
    found: StoredDefinition = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found
