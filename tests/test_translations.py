import ast
import re

from babel.messages.mofile import read_mo

from tests.servers import root
from tests.translations import FUNCTIONS, MO, catalogue, missing, unused

PLACES = re.compile(r"%\((\w+)\)")


def chinese_of(message):
    return message.string if isinstance(message.string, str) else message.string[0]


def in_use():
    return [message for message in catalogue() if message.id]


def _key(message):
    return message.id if isinstance(message.id, str) else message.id[0]


def test_every_text_has_its_chinese():
    assert missing() == []


def test_no_chinese_outlives_its_text():
    assert unused() == []


def test_no_text_hides_in_an_f_string_where_it_would_not_be_collected():
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in (root() / "surveys").rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in FUNCTIONS
    ]

    assert hidden == []


def test_the_chinese_names_the_same_things_as_the_english():
    wrong = [
        message.id
        for message in in_use()
        if not set(PLACES.findall(chinese_of(message))) <= set(PLACES.findall("".join(_all(message.id))))
    ]

    assert wrong == []


def _all(id):
    return (id,) if isinstance(id, str) else id


def test_what_django_reads_is_what_was_written():
    with MO.open("rb") as file:
        compiled = {_key(message): chinese_of(message) for message in read_mo(file) if message.id}

    assert compiled == {_key(message): chinese_of(message) for message in catalogue() if message.id and message.string}
