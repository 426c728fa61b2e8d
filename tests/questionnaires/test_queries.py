"""Definitions are kept ready for all threads of a process."""

from surveys.questionnaires import queries
from surveys.questionnaires.models import Version
from tests.questionnaires.examples import question, stored


class EmptiedByAnotherThread(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.clear()


def test_a_definition_is_given_though_another_thread_makes_room_that_moment(monkeypatch):
    monkeypatch.setattr(queries, "_loaded", EmptiedByAnotherThread())
    version = Version(definition=stored(question("kwh", "decimal")), sha256="a")

    assert queries.definition_of(version).code == "TEST"


def test_a_definition_is_loaded_once(monkeypatch):
    monkeypatch.setattr(queries, "_loaded", {})
    version = Version(definition=stored(question("kwh", "decimal")), sha256="a")

    assert queries.definition_of(version) is queries.definition_of(version)
