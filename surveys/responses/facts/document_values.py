"""Reading one answer out of many documents in the database, without loading them."""

from django.db.models.fields.json import KeyTextTransform, KeyTransform


def value_of(question: str) -> KeyTextTransform:
    """The canonical value of an answer of a revision, as text: SQLite would turn a figure into a float on its way.

    Step by step and not by Django's path with double underscores, which a question's name may hold as well.
    """
    answers = KeyTransform("answers", "answers")
    return KeyTextTransform("value", KeyTransform(question, answers))
