"""Later versions of the questionnaire a round has, made by changing its definition."""

import copy

from surveys.questionnaires import actions
from surveys.responses.amendment.amending import amend

WHY = {"reason_zh": "补充要求", "reason_en": "More is needed"}


class Rewriting:
    """A stored definition whose parts are found by their names."""

    def __init__(self, definition):
        self.definition = definition

    def _lists(self):
        for section in self.definition["sections"]:
            yield section["questions"]
            yield from (one["questions"] for one in section["questions"] if "questions" in one)

    def question(self, name):
        return next(one for questions in self._lists() for one in questions if one["name"] == name)

    def set(self, name, **attributes):
        self.question(name).update(attributes)

    def drop(self, name):
        for questions in self._lists():
            questions[:] = [one for one in questions if one["name"] != name]

    def drop_check(self, id):
        checks = self.definition["checks"]
        checks[:] = [one for one in checks if (one.get("id") or one.get("check")) != id]

    def add(self, section, question):
        next(one for one in self.definition["sections"] if one["name"] == section)["questions"].append(question)

    def check(self, id, question, rule, severity="hard"):
        message = {"zh": f"不符合 {id}", "en": f"{id} does not hold"}
        entry = {"id": id, "severity": severity, "questions": [question], "rule": rule, "message": message}
        self.definition["checks"].append(entry)

    def drop_choice(self, choices, name):
        listed = self.definition["choices"][choices]
        listed[:] = [one for one in listed if one["name"] != name]


def next_version(world, version, change, at=None):
    """The version after this one, with what `change` does to a Rewriting."""
    definition = copy.deepcopy(version.definition)
    change(Rewriting(definition))
    return actions.publish(by=world.officer, authority=world.city, definition=definition, at=at)


def amend_by(world, round, change, at):
    version = next_version(world, round.version, change, at)
    amendment = amend(by=world.officer, round=round, version=version, at=at, **WHY)
    round.refresh_from_db()
    return amendment


def change_remarks(form):
    form.set("remarks", required=True)


def drop_remarks(form):
    form.drop("remarks")
    form.drop_check("E23")
    form.definition["roles"].pop("remarks")


def doubt_total(form, severity="hard"):
    form.check("N1", "total_kwh", "${total_kwh} < 100", severity)
