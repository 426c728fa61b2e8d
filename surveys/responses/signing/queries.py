"""Whether a return takes a second person, whether it is ready for one, and who that may be."""

from dataclasses import dataclass

from surveys.accounts.models import User
from surveys.accounts.roles import Permission, roles_with
from surveys.responses.models import Draft, Response
from surveys.responses.signing.models import Preparation
from surveys.responses.states import NotAllowedNow
from surveys.rounds.models import Assignment


class NeedsSecondPerson(NotAllowedNow):
    """Who prepares is not who submits here. `is_own`: the one who tries has prepared or typed it himself; else nobody has
    marked it as ready to sign since it was last changed."""

    def __init__(self, state: str, *, is_own: bool) -> None:
        super().__init__("submit", state)
        self.is_own = is_own


@dataclass(frozen=True)
class Signing:
    """Where a return stands that takes two people."""

    last: Preparation | None
    ready: Preparation | None
    signers: list[User]
    """Who could sign it: not who prepared it, and not whose text stands in it."""

    def may_be_signed_by(self, user: User) -> bool:
        return self.ready is not None and user in self.signers


def takes_two(assignment: Assignment) -> bool:
    """The round demands it, or the organisation of itself."""
    return assignment.round.two_persons or assignment.organisation.two_persons


def signing_of(response: Response) -> Signing | None:
    """None where one person is enough."""
    assignment = response.assignment
    if not takes_two(assignment):
        return None
    draft = Draft.objects.filter(response=response).first()
    last = Preparation.objects.filter(response=response).select_related("prepared_by", "returned_by").last()
    ready = last if last and _holds(last, response, draft) else None
    return Signing(last, ready, _signers(assignment, ready, draft))


def may_be_signed_by(user: User, response: Response, *, nil: bool) -> bool:
    """Where one person is enough, whoever may submit at all."""
    signing = signing_of(response)
    if signing is None:
        return True
    return signing.ready is not None and signing.ready.is_nil == nil and signing.may_be_signed_by(user)


def _holds(last: Preparation, response: Response, draft: Draft | None) -> bool:
    """What was submitted since was that; the next revision is prepared anew."""
    is_same = last.version == (draft.version if draft else 0) and last.returned_at is None
    return is_same and not response.revisions.filter(submitted_at__gte=last.prepared_at).exists()


def _signers(assignment: Assignment, ready: Preparation | None, draft: Draft | None) -> list[User]:
    rows = User.objects.filter(
        is_active=True,
        memberships__organisation=assignment.organisation_id,
        memberships__ended_at=None,
        memberships__role__in=roles_with(Permission.SUBMIT),
    )
    own = {str(ready.prepared_by_id)} if ready else set()
    if ready is None or not ready.is_nil:
        own |= {author["id"] for author in draft.authors.values()} if draft else set()
    return [user for user in rows.distinct().order_by("name") if str(user.pk) not in own]


def must_be_signed_by_another(response: Response, by: User, *, nil: bool) -> None:
    """Raises NeedsSecondPerson where a return takes two people, and this is not the second. Looked at in the transaction of
    the submission, with the response locked."""
    signing = signing_of(response)
    if signing is None:
        return
    if signing.ready is None or signing.ready.is_nil != nil:
        raise NeedsSecondPerson(response.state, is_own=False)
    if not signing.may_be_signed_by(by):
        raise NeedsSecondPerson(response.state, is_own=True)
