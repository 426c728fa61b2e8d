"""Definitions are kept ready for all threads of a process."""

from surveys.questionnaires import queries
from surveys.questionnaires.models import Version
from tests.questionnaires.examples import problems, question, stored


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


def test_what_was_published_stays_in_force_under_stricter_rules():
    definition = stored(question("sure", "yes_no"), question("why", relevant="${sure} = 'maybe'"))

    assert problems(definition) == ["why.relevant: There is no choice “maybe”"]
    assert queries.definition_of(Version(definition=definition, sha256="strict")).asks("why")
