"""The messages of each room, keyed in its messages.py: what holds for all of them."""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from surveys.lib.text import LANGUAGES
from tests.servers import root

SURVEYS = root() / "surveys"
CHINESE = re.compile("[\u4e00-\u9fff]")
LETTER = re.compile(r"[^\W\d_]")
PLACEHOLDER = re.compile(r"(?<!\$)\{([a-z_]+)\}")
# Whose calls put values into a message.
FILLING = {"filled", "about_question", "with_typed"}


def messages_of(room):
    found = vars(importlib.import_module(room)).items()
    return {key: text for key, text in found if key.isupper() and isinstance(text, dict) and "zh" in text}


ROOMS = sorted(".".join(path.relative_to(root()).with_suffix("").parts) for path in SURVEYS.rglob("messages.py"))
MESSAGES = [pytest.param(text, id=f"{room}.{key}") for room in ROOMS for key, text in messages_of(room).items()]


def shown_in(text):
    return {name for words in text.values() for name in PLACEHOLDER.findall(words)}


@cache
def trees():
    return {path.relative_to(root()): ast.parse(path.read_text()) for path in SURVEYS.rglob("*.py")}


def imports():
    """Where something is imported, from which module, and the names."""
    for where, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                yield where, node.module, [name.name for name in node.names]


def users_of_messages():
    """Each file that calls a room's messages `messages`, and the room."""
    return [(where, f"{module}.messages") for where, module, names in imports() if "messages" in names]


def is_key(node):
    named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return named and node.value.id == "messages" and node.attr.isupper()


def calls_with_messages():
    """Where a call is, what it calls, its values, and the messages handed to it."""
    for where, room in users_of_messages():
        for call in (node for node in ast.walk(trees()[where]) if isinstance(node, ast.Call)):
            texts = [messages_of(room)[key.attr] for key in call.args if is_key(key)]
            if texts:
                name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
                yield f"{where}:{call.lineno}", name, {value.arg for value in call.keywords}, texts


@pytest.mark.parametrize("text", MESSAGES)
def test_a_message_is_written_in_both_languages(text):
    assert tuple(text) == LANGUAGES
    assert all(words.strip() for words in text.values())
    assert CHINESE.search(text["zh"]) or not LETTER.search(PLACEHOLDER.sub("", text["zh"]))
    assert not CHINESE.search(text["en"])


@pytest.mark.parametrize("text", MESSAGES)
def test_a_message_shows_the_same_in_both_languages(text):
    assert shown_in({"zh": text["zh"]}) == shown_in({"en": text["en"]})


@pytest.mark.parametrize("room", ROOMS)
def test_every_message_is_used(room):
    files = [trees()[where] for where, theirs in users_of_messages() if theirs == room]
    used = {node.attr for tree in files for node in ast.walk(tree) if is_key(node)}
    used.update(name for _, module, names in imports() if module == room for name in names)
    own = trees()[Path(*room.split(".")).with_suffix(".py")]
    used.update(node.id for node in ast.walk(own) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))

    assert sorted(messages_of(room).keys() - used) == []


def test_a_message_gets_the_values_it_shows():
    calls = [(where, values, texts) for where, name, values, texts in calls_with_messages() if name == "filled"]

    assert calls
    assert [where for where, values, texts in calls if [shown_in(text) for text in texts] != [values]] == []


def test_a_message_that_shows_something_is_never_said_as_it_is():
    said = [(where, text) for where, name, _, texts in calls_with_messages() if name not in FILLING for text in texts]

    assert said
    assert [where for where, text in said if shown_in(text)] == []
