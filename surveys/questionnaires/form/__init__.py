"""What a questionnaire is once it is read, what its answers are, and how both lie in the database.

Who stands outside comes in here; inside the room its files import each other.
"""

from surveys.questionnaires.form.answers import (
    Answers,
    Entry,
    Reader,
    Reading,
    RowEntry,
    about_file,
    read,
    show,
)
from surveys.questionnaires.form.choice import Choice
from surveys.questionnaires.form.definition import (
    AGGREGATES,
    NO_MINING,
    OTHER_PERIODS,
    Check,
    Definition,
    Expression,
    Nil,
    Question,
    Rows,
    Section,
    SectionScope,
    Shown,
)
from surveys.questionnaires.form.findings import Finding
from surveys.questionnaires.form.many_answers import ManyAnswers
from surveys.questionnaires.form.messages import CONSTRAINT, TRUTHS, about_question, left_open, mentioned, placeholders
from surveys.questionnaires.form.problems import DefinitionError
from surveys.questionnaires.form.quoting import Quoting
from surveys.questionnaires.form.roles import FORMER_ROLES, ROLES, Role
from surveys.questionnaires.form.stored import (
    Argument,
    Attribute,
    StoredCheck,
    StoredChoice,
    StoredDefinition,
    StoredDocument,
    StoredEntry,
    StoredFinding,
    StoredFlaw,
    StoredItem,
    StoredNil,
    StoredRow,
    StoredShown,
)
from surveys.questionnaires.form.types import TYPES, QuestionType
from surveys.questionnaires.form.types.question_type import Control

__all__ = [
    "AGGREGATES",
    "CONSTRAINT",
    "FORMER_ROLES",
    "NO_MINING",
    "OTHER_PERIODS",
    "ROLES",
    "TRUTHS",
    "TYPES",
    "Answers",
    "Argument",
    "Attribute",
    "Check",
    "Choice",
    "Control",
    "Definition",
    "DefinitionError",
    "Entry",
    "Expression",
    "Finding",
    "ManyAnswers",
    "Nil",
    "Question",
    "QuestionType",
    "Quoting",
    "Reader",
    "Reading",
    "Role",
    "RowEntry",
    "Rows",
    "Section",
    "SectionScope",
    "Shown",
    "StoredCheck",
    "StoredChoice",
    "StoredDefinition",
    "StoredDocument",
    "StoredEntry",
    "StoredFinding",
    "StoredFlaw",
    "StoredItem",
    "StoredNil",
    "StoredRow",
    "StoredShown",
    "about_file",
    "about_question",
    "left_open",
    "mentioned",
    "placeholders",
    "read",
    "show",
]
