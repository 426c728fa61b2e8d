"""What our notices say. The words stand in templates/notices/, one file per kind and language, subject on the first line.

Everything handed in is text in the reader's language already: build the facts under
`translation.override(recipient.language)`, moments shown with `lib.clock.show`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template import Context, Engine, Template

from surveys.lib.text import known_language

Content = tuple[str, str]
"""Subject and body. `{link}` in the body is filled in when the notice is sent."""

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "notices"


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
class Remark:
    """A reviewer's question: the label of what was asked, and what is to be looked at again."""

    question: str
    text: str


@dataclass(frozen=True)
class ToCheck:
    """A reporting unit whose submitted answers a changed questionnaire doubts, and the labels of the questions."""

    name: str
    questions: Sequence[str]
    is_accepted: bool


def issued(
    round: RoundFacts, to: Addressee, *, assignments: Sequence[str], nil_return_required: bool = True
) -> Content:
    """The notice of issue. `assignments` are the names of the data centers (or of the organisation) that must answer."""
    return _content(
        "issued",
        to.language,
        {"round": round, "to": to, "assignments": assignments, "nil_return_required": nil_return_required},
    )


def reminder(round: RoundFacts, to: Addressee, *, assignments: Sequence[str], time_left: str, as_of: str) -> Content:
    """`assignments` are those that have not answered yet; `time_left` from `lib.clock.show_span`, as of that moment."""
    context = {"round": round, "to": to, "assignments": assignments, "time_left": time_left, "as_of": as_of}
    return _content("reminder", to.language, context)


def receipt(round: RoundFacts, to: Addressee, *, submission: Submission) -> Content:
    return _content("receipt", to.language, {"round": round, "to": to, "submission": submission})


def returned(
    round: RoundFacts,
    to: Addressee,
    *,
    submission: Submission,
    remarks: Sequence[Remark],
    note: str,
    new_deadline: str,
) -> Content:
    context = {"round": round, "to": to, "submission": submission, "remarks": remarks, "note": note}
    return _content("returned", to.language, context | {"new_deadline": new_deadline})


def accepted(round: RoundFacts, to: Addressee, *, submission: Submission, note: str = "") -> Content:
    return _content("accepted", to.language, {"round": round, "to": to, "submission": submission, "note": note})


def extended(
    round: RoundFacts, to: Addressee, *, assignments: Sequence[str], new_deadline: str, reason: str
) -> Content:
    """`round.deadline` is the deadline as it was before."""
    context = {"round": round, "to": to, "assignments": assignments, "new_deadline": new_deadline, "reason": reason}
    return _content("extended", to.language, context)


def amended(
    round: RoundFacts, to: Addressee, *, assignments: Sequence[ToCheck], amended_at: str, reason: str
) -> Content:
    """The questionnaire was changed while the round ran; `assignments` should be looked at again."""
    context = {"round": round, "to": to, "assignments": assignments, "amended_at": amended_at, "reason": reason}
    return _content("amended", to.language, context)


def second_look(to: Addressee, *, title: str, code: str, asked_by: str) -> Content:
    """To a colleague who may publish the proposal of a questionnaire; `to.organisation` is their authority."""
    return _content("second_look", to.language, {"to": to, "title": title, "code": code, "asked_by": asked_by})


def invitation(to: Addressee, *, invited_by: str, role: str, expires: str) -> Content:
    """To come into `to.organisation`, which may be an authority too; `role` is its name as shown on screens."""
    return _content("invitation", to.language, {"to": to, "invited_by": invited_by, "role": role, "expires": expires})


def _content(kind: str, language: str, context: Mapping[str, object]) -> Content:
    text = _template(kind, known_language(language)).render(Context(dict(context), autoescape=False))
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"


@cache
def _template(kind: str, language: str) -> Template:
    return Engine(dirs=[str(FOLDER)]).get_template(f"{kind}.{language}.txt")
