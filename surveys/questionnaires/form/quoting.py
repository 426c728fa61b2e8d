"""Texts that quote answers, such as “Electricity of ${site}”, filled in with one set of answers."""

from collections.abc import Callable
from dataclasses import replace

from surveys.lib.text import LANGUAGES, Text, in_language
from surveys.questionnaires.form import markup, messages
from surveys.questionnaires.form.choice import Choice
from surveys.questionnaires.form.definition import Definition, Question

Shown = Callable[[Question, str], str]
"""How the answer to a question looks in a language; '' where there is none."""


class Quoting:
    """What is not answered, and what every row of a table answers for itself, is left open. An answer is no Markdown."""

    def __init__(self, definition: Definition, shown: Shown) -> None:
        self.definition = definition
        self._shown = shown
        self._underway: list[str] = []

    def text(self, text: Text) -> Text:
        return messages.with_answers(text, self._answer) if messages.mentioned(text) else text

    def question(self, question: Question) -> Question:
        """The same with its label, its choices and its columns filled in."""
        if question.name not in self.definition.quoting:
            return question
        return replace(
            question,
            label=self.text(question.label),
            choices=tuple(map(self._choice, question.choices)),
            questions=tuple(map(self.question, question.questions)),
        )

    def label_of(self, name: str, language: str) -> str:
        """What a question is called; its name where it is not asked (any more)."""
        if not self.definition.asks(name):
            return name
        return in_language(messages.left_open(self.text(self.definition.question(name).label)), language)

    def _choice(self, choice: Choice) -> Choice:
        return replace(choice, label=self.text(choice.label))

    def _answer(self, name: str) -> Text:
        """An answer may be a choice that quotes another one, but no text quotes itself."""
        asked = self.definition.question(name) if self.definition.asks(name) else None
        if asked is None or asked.table or name in self._underway:
            return messages.LEFT_OPEN
        self._underway.append(name)
        quoted = self.question(asked)
        self._underway.pop()
        shown = {language: markup.literal(self._shown(quoted, language)) for language in LANGUAGES}
        return {language: words or messages.LEFT_OPEN[language] for language, words in shown.items()}
