"""A finding (疑点): what an edit check says of an answer."""

from dataclasses import dataclass

from surveys.lib.text import Text
from surveys.questionnaires.form.definition import Severity
from surveys.questionnaires.form.stored import StoredFinding


@dataclass(frozen=True, slots=True)
class Finding:
    """hard blocks, soft needs a reason, info only tells. questions: all that the check compares, question the first of them."""

    check: str
    severity: Severity
    question: str
    row: str | None
    message: Text
    questions: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What a reason is stored under."""
        return ":".join(part for part in (self.check, self.question, self.row) if part)

    def to_json(self) -> StoredFinding:
        return {
            "check": self.check,
            "severity": self.severity,
            "question": self.question,
            "row": self.row,
            "message": self.message,
            "key": self.key,
        }
