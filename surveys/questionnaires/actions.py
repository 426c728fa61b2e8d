"""Writing what is asked, and publishing it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import translation

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.canonical_json import canonical_sha256
from surveys.lib.clock import database_now
from surveys.lib.columns import longest
from surveys.lib.problems import Problem
from surveys.lib.text import LANGUAGES, chosen_languages, in_language
from surveys.notices import links, outbox
from surveys.notices.kinds import second_look
from surveys.notices.wording import Addressee
from surveys.questionnaires.editing.structure import EditError, structure_problem
from surveys.questionnaires.form import DefinitionError, StoredDefinition
from surveys.questionnaires.models import Proposal, Questionnaire, Version
from surveys.questionnaires.queries import examined, second_people
from surveys.registry.models import Authority

LONGEST_CODE, LONGEST_TITLE = longest(Questionnaire, "code"), longest(Questionnaire, "title_zh")


class Conflict(Exception):
    """Somebody changed the proposal since the page was drawn. Nothing was done; `proposal` is as it stands now."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(f"edition {proposal.edition}")
        self.proposal = proposal


class NotOpen(Exception):
    """The proposal was published or discarded meanwhile."""


class NeedsSecondPerson(Exception):
    """The authority wants somebody else than who changed it last to publish a proposal."""


@transaction.atomic
def publish(
    *, by: User | None, authority: Authority, definition: StoredDefinition, at: datetime | None = None
) -> Version:
    """Freeze a definition as the next version of its questionnaire; the same definition again gives the version it has.

    A retired version that is published again is in force again. Raises DefinitionError, which names every problem.
    """
    at = at or database_now()
    if problems := examined(definition).problems:
        raise DefinitionError(problems)
    _must_fit(definition)
    questionnaire, _ = Questionnaire.objects.update_or_create(
        authority=authority,
        code=definition["code"],
        defaults={f"title_{code}": in_language(definition["title"], code) for code in LANGUAGES},
    )
    sha256 = canonical_sha256(definition)
    latest = questionnaire.versions.order_by("-number").first()
    if latest and latest.sha256 == sha256:
        return _in_force_again(latest, by, at)
    version = questionnaire.versions.create(
        number=latest.number + 1 if latest else 1,
        definition=definition,
        sha256=sha256,
        published_at=at,
        published_by=by,
    )
    record("published", by=by, about=version, at=at, details={"sha256": sha256})
    return version


def _must_fit(definition: StoredDefinition) -> None:
    """Into the columns of the list of questionnaires."""
    long = ["code"] if len(definition["code"]) > LONGEST_CODE else []
    long += ["title"] if any(len(words) > LONGEST_TITLE for words in definition["title"].values()) else []
    if long:
        message = {"zh": "太长", "en": "This is too long"}
        raise DefinitionError(Problem(location, message) for location in long)


def _in_force_again(version: Version, by: User | None, at: datetime) -> Version:
    if version.retired_at is not None:
        version.retired_at = None
        version.save(update_fields=["retired_at"])
        record("published", by=by, about=version, at=at, details={"sha256": version.sha256})
    return version


@transaction.atomic
def retire(*, by: User, version: Version, at: datetime | None = None) -> Version:
    """No new round starts from a retired version; rounds that run with it go on."""
    at = at or database_now()
    if Version.objects.filter(pk=version.pk, retired_at=None).update(retired_at=at):
        record("retired", by=by, about=version, at=at)
    version.refresh_from_db(fields=["retired_at"])
    return version


@transaction.atomic
def start_proposal(
    *,
    by: User,
    authority: Authority,
    definition: StoredDefinition,
    based_on: Version | None = None,
    at: datetime | None = None,
) -> Proposal:
    """Begin to write: from an empty definition, one of the library, an imported one, or a version.

    With the code of the version it is based on it becomes that questionnaire's next version. Raises EditError for what
    cannot be worked on at all.
    """
    at = at or database_now()
    _must_have_shape(definition)
    if authority.writes != LANGUAGES and not definition.get("languages"):
        definition = {**definition, "languages": list(authority.writes)}
    own = based_on.questionnaire if based_on else None
    is_next = own is not None and own.authority_id == authority.pk and own.code == definition.get("code")
    proposal = Proposal.objects.create(
        authority=authority,
        questionnaire=own if is_next else None,
        based_on=based_on,
        definition=definition,
        created_at=at,
        created_by=by,
        changed_at=at,
        changed_by=by,
    )
    record("started_proposal", by=by, about=proposal, at=at)
    return proposal


@transaction.atomic
def change_proposal(
    *, by: User, proposal: Proposal, definition: StoredDefinition, edition: int, at: datetime | None = None
) -> Proposal:
    """Put this definition in the place of the one of `edition`. Raises Conflict, NotOpen, EditError."""
    at = at or database_now()
    _must_have_shape(definition)
    locked = _locked(proposal, edition)
    if locked.definition == definition:
        return locked
    locked.definition, locked.edition = definition, edition + 1
    locked.changed_at, locked.changed_by = at, by
    locked.save(update_fields=["definition", "edition", "changed_at", "changed_by"])
    record("changed_proposal", by=by, about=locked, at=at, details={"edition": locked.edition})
    return locked


@transaction.atomic
def ask_for_second_look(*, by: User, proposal: Proposal, edition: int, at: datetime | None = None) -> Proposal:
    """Ask for somebody else to look at it as it stands and to publish it; who may is told by mail. Raises Conflict, NotOpen."""
    locked = _locked(proposal, edition)
    locked.asked_at, locked.asked_by, locked.asked_edition = at or database_now(), by, edition
    locked.save(update_fields=["asked_at", "asked_by", "asked_edition"])
    record("asked_for_second_look", by=by, about=locked, at=locked.asked_at)
    outbox.write_many(_asking(locked, by, to) for to in second_people(locked, by))
    return locked


def _asking(proposal: Proposal, by: User, to: User) -> outbox.NewNotice:
    """One notice to each of them for each edition, however often it is asked."""
    assert proposal.asked_at is not None
    with translation.override(to.language):
        content = second_look.content(
            Addressee(to.name, proposal.authority.name, to.language),
            title=str(proposal),
            code=str(proposal.definition.get("code") or ""),
            asked_by=by.name,
        )
    return {
        "key": f"second_look:{proposal.pk}:{proposal.edition}:{to.pk}",
        "to": to,
        "content": content,
        "at": proposal.asked_at,
        "link_path": links.to_proposal(proposal.pk),
        "authority": proposal.authority,
    }


@transaction.atomic
def publish_proposal(*, by: User, proposal: Proposal, edition: int, at: datetime | None = None) -> Version:
    """Publish what was looked at: the proposal as of this edition.

    Raises DefinitionError with every problem, Conflict, NotOpen, and NeedsSecondPerson.
    """
    at = at or database_now()
    locked = _locked(proposal, edition)
    if locked.authority.second_look and locked.changed_by_id == by.pk:
        raise NeedsSecondPerson
    own = locked.questionnaire
    if own is not None and own.code != locked.definition.get("code"):
        raise DefinitionError([Problem("code", _OTHER_CODE)])
    version = publish(by=by, authority=locked.authority, definition=locked.definition, at=at)
    locked.published_as, locked.closed_at, locked.closed_by = version, at, by
    locked.save(update_fields=["published_as", "closed_at", "closed_by"])
    return version


_OTHER_CODE = {"zh": "已发布调查表的编号不能更改", "en": "The code of a published questionnaire cannot change"}


@transaction.atomic
def discard_proposal(*, by: User, proposal: Proposal, edition: int, at: datetime | None = None) -> Proposal:
    """Put it away unpublished. Raises Conflict, NotOpen."""
    locked = _locked(proposal, edition)
    locked.closed_at, locked.closed_by = at or database_now(), by
    locked.save(update_fields=["closed_at", "closed_by"])
    record("discarded_proposal", by=by, about=locked, at=locked.closed_at)
    return locked


@transaction.atomic
def set_second_look(*, by: User, authority: Authority, wanted: bool, at: datetime | None = None) -> Authority:
    """Whether publishing takes a second person in this authority."""
    authority.second_look = wanted
    authority.save(update_fields=["second_look"])
    at = at or database_now()
    record("demanded_second_look" if wanted else "waived_second_look", by=by, about=authority, at=at)
    return authority


@transaction.atomic
def set_languages(*, by: User, authority: Authority, languages: Iterable[str], at: datetime | None = None) -> Authority:
    """In which languages this authority writes the questionnaires that it begins from now on."""
    authority.languages = " ".join(chosen_languages(tuple(languages)))
    authority.save(update_fields=["languages"])
    details = {"languages": authority.languages}
    record("chose_languages", by=by, about=authority, at=at or database_now(), details=details)
    return authority


def _must_have_shape(definition: StoredDefinition) -> None:
    if problem := structure_problem(definition):
        raise EditError(problem)


def _locked(proposal: Proposal, edition: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("authority__region", "questionnaire")
    locked = rows.get(pk=proposal.pk)
    if not locked.is_open:
        raise NotOpen
    if locked.edition != edition:
        raise Conflict(locked)
    return locked
