"""What every notice says alike, and how its words are filled in. Each kind is a file of its own in kinds/.

Everything handed in is text in the reader's language already: build the facts under
`translation.override(recipient.language)`, moments shown with `lib.clock.show`.
"""

from dataclasses import dataclass
from functools import cache

from django.template import Context, Engine, Template

from surveys.lib.text import Text, known_language


@dataclass(frozen=True)
class Content:
    """Of which kind a notice is, and what it says. `{link}` in the body is filled in when the notice is sent."""

    kind: str
    subject: str
    body: str


@dataclass(frozen=True)
class Addressee:
    """Who reads the notice, in which language, and the organisation they answer for."""

    name: str
    organisation: str
    language: str


@dataclass(frozen=True)
class RoundFacts:
    """What every notice about a round needs to say; `deadline` is shown text with its zone."""

    authority: str
    title: str
    deadline: str
    legal_basis: str = ""
    burden: str = ""
    period: str = ""
    enquiries: str = ""
    instructions: str = ""


@dataclass(frozen=True)
class Submission:
    """One revision of one reporting unit; `submitted_at` is shown text with its zone."""

    assignment: str
    revision: int
    receipt: str
    submitted_at: str
    sha256: str = ""
    is_late: bool = False
    is_nil: bool = False


@dataclass(frozen=True)
class Kind:
    """name: that of its file. label: in lists of notices. zh, en: templates, the subject on the first line."""

    name: str
    label: Text
    zh: str
    en: str

    def content(self, to: Addressee, **facts: object) -> Content:
        words = self.zh if known_language(to.language) == "zh" else self.en
        text = _template(words).render(Context({"to": to, **facts}, autoescape=False))
        subject, _, body = text.partition("\n")
        return Content(self.name, subject.strip(), body.strip() + "\n")


@cache
def _template(words: str) -> Template:
    return Engine().from_string(words)
