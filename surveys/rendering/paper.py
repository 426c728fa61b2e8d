"""The questionnaire as a form on paper: all that may be asked, each question that is not asked of everybody with its condition."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.lib.text import nested
from surveys.questionnaires.evaluation import evaluate
from surveys.questionnaires.expressions import REFERENCE, Call, Literal, Node, Operation, Reference
from surveys.questionnaires.form import Choice, Definition, Expression, Question, Section, SectionScope
from surveys.rendering.controls import folds_out, pairs_of
from surveys.rendering.questionnaire_view import QuestionnaireView, Rows
from surveys.rendering.table_controls import is_too_wide

ROWS_SIDE_BY_SIDE, ROWS_AS_CARDS = 5, 2
MOST_ON_PAPER = 80  # choices of a list


@dataclass(frozen=True)
class PaperView(QuestionnaireView):
    """Before anyone has answered."""

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        theirs = [section for section in self.definition.sections if section.scope == self.scope]
        shown = [replace(one, questions=tuple(q for q in one.questions if q.is_shown)) for one in theirs]
        return tuple(section for section in shown if section.questions)

    def offered(self, question: Question, row: str | None) -> Sequence[Choice]:
        return question.choices

    def rows(self, name: str) -> Rows:
        """Some to write into, in a table that has as many as who answers needs."""
        table = self.definition.question(name)
        wanted = ROWS_AS_CARDS if is_too_wide(len(table.shown_columns)) else ROWS_SIDE_BY_SIDE
        return [{"row": f"r{n}", "cells": {}} for n in range(min(max(wanted, table.rows.min), table.rows.max))]

    def lists(self, asked: Question) -> list[tuple[str, list[str]]]:
        """The choices that fold out on a screen, each list with the column it is for; longer ones are handed out apart."""
        folded = [one for one in (asked, *asked.shown_columns) if folds_out(one)]
        lists = [(self.tell(one.label), [label for _name, label in pairs_of(self, one)]) for one in folded]
        return [(label, choices) for label, choices in lists if len(choices) <= MOST_ON_PAPER]

    def condition(self, asked: Question | Section) -> str:
        """In words; empty where everybody is asked."""
        return self._in_words(asked.relevant) if asked.relevant else ""

    def _in_words(self, rule: Expression) -> str:
        return self._said(rule.tree) or re.sub(REFERENCE, lambda found: self._named(found[1]), rule.source)

    def _said(self, rule: Node) -> str:
        """Empty for what has no words here; then the rule is shown as it was written."""
        match rule:
            case Operation("and" | "or" as word, left, right):
                parts = [self._said(left), self._said(right)]
                return (_(", and ") if word == "and" else _(", or ")).join(parts) if all(parts) else ""
            case Operation("=" | "!=" as sign, Reference(name), Literal(value)):
                words = _("%(question)s: %(answer)s") if sign == "=" else _("%(question)s: not %(answer)s")
                return words % {"question": self._named(name), "answer": self._answer_called(name, str(value))}
            case Call("selected", (Reference(name), Literal(value))):
                words = _("%(question)s: %(answer)s among them")
                return words % {"question": self._named(name), "answer": self._answer_called(name, str(value))}
            case _:
                return ""

    def _named(self, name: str) -> str:
        question = self.definition.question(name) if self.definition.asks(name) else None
        return f"{question.number} {self.tell(question.label)}".strip() if question else name

    def _answer_called(self, name: str, value: str) -> str:
        choices = self.definition.question(name).choices if self.definition.asks(name) else ()
        label = next((self.say(choice.label) for choice in choices if choice.name == value), value)
        return nested(_("“%(text)s”") % {"text": label}) if label else _("blank")


def paper_view(definition: Definition, scope: SectionScope, now: datetime) -> PaperView:
    return PaperView(definition, {}, evaluate(definition, {}, now=now, scope=scope), scope, current_language())
