"""What every notice says alike, and how its words are filled in. Each kind is a file of its own in kinds/.

Everything handed in is text in the reader's language already: build the facts under
`translation.override(recipient.language)`, moments shown with `lib.clock.show`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from functools import cache
from typing import Any

from django.template import Context, Engine, Template

from surveys.lib.canonical_json import canonical_sha256
from surveys.lib.text import Text, known_language, nested


@dataclass(frozen=True)
class Content:
    """Of which kind a notice is, and what it says. `{link}` in the body is filled in when the notice is sent.

    `shared` is what it has in common with the other letters of the round; with `own` it gives the body again.
    """

    kind: str
    subject: str
    body: str
    shared: "Shared | None" = None
    own: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shared:
    """The template, and the facts about the round that are filled in."""

    words: str
    facts: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        return canonical_sha256({"words": self.words, "facts": self.facts})


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
    """name: that of its file. label: in lists of notices. zh, en: templates, the subject on the first line. is_awaited:
    somebody sits at the screen and waits for it, so it goes before what nobody waits for, such as a wave of reminders."""

    name: str
    label: Text
    zh: str
    en: str
    is_awaited: bool = False

    def content(self, to: Addressee, **facts: object) -> Content:
        words = self.zh if known_language(to.language) == "zh" else self.en
        own = {name: _as_json(value) for name, value in {"to": to, **facts}.items()}
        shared = Shared(words, {"round": own.pop("round")} if "round" in own else {})
        subject, body = written(words, {**shared.facts, **own})
        return Content(self.name, subject, body, shared, own)


def written(words: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body."""
    text = nested(_template(words).render(Context(dict(facts), autoescape=False)))
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"


def _as_json(value: object) -> Any:
    """What a letter is filled in with, as it is stored: dataclasses and lists of them, texts, numbers and truths."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, list | tuple):
        return [_as_json(part) for part in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


@cache
def _template(words: str) -> Template:
    return Engine().from_string(words)
