"""Every address × every role × every owner, generated from the URL table: what is not theirs does not exist for them.

Who may see what is decided here a second time, by the cast's biography and not by accounts/access.py. What an address
points at is read off the word before each key (`rounds/<uuid:…>`); a new word must be introduced below.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from surveys.accounts.invitations import invite
from surveys.accounts.keys.making import digest_of
from surveys.accounts.keys.requests import forget_lots
from surveys.accounts.models import Act, ApiKey, Membership
from surveys.accounts.roles import Role
from surveys.notices.models import Notice, ReturnedMail
from surveys.questionnaires.actions import publish, start_proposal
from surveys.questionnaires.imports import read_for
from surveys.readings import actions as readings
from surveys.reports.actions import request_export
from surveys.responses import actions
from surveys.responses.amendment.amending import amend
from surveys.responses.dialogue.messages import write
from surveys.responses.dialogue.requests import ask
from surveys.responses.issuing import issue
from surveys.rounds import actions as rounds
from surveys.rounds.letters.actions import ask_for_help
from tests import factories
from tests.api.caller import Program, a_key
from tests.factories import DEADLINE
from tests.responses.stories import BEFORE, confirm, make_issued_round, response_of

PUBLIC = {
    "api:reference", "api:schema", "account_login", "account_logout", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
    "demo:enclosure", "demo:mail", "demo:mails", "healthz", "help:home", "help:page", "home", "invitation", "language",
    "letter", "letter_answered", "public:program", "public:receipt_keys", "public:receipts", "who_is_logged_in",
}  # fmt: skip
WORDS = {
    "name": "facility",
    "table_id": "R03",
    "number": 1,
    "key": uuid.uuid4(),
    "index": 0,
    "list_name": "districts",
    "kind": "json",
    "question_name": "total_kwh",
}
CANARY = "绝密甲乙丙"
OPERATORS = {"alice", "charlie", "tianjin", "alice's, another site", "alice's, one section"}


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    keys: tuple[tuple[str, str], ...]  # (keyword, the word before it)

    def path(self, things):
        kwargs = {key: things[word] if word in things else WORDS[key] for key, word in self.keys}
        return reverse(self.name, kwargs=kwargs)

    def nouns(self, things):
        return [word for _, word in self.keys if word in things]


def addresses(resolver=None, namespace="", prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, route)
        elif isinstance(entry, URLPattern):
            yield Address(namespace + (entry.name or ""), route, tuple(_keys(entry, route)))


def _keys(entry, route):
    for key in entry.pattern.converters or entry.pattern.regex.groupindex:
        before = route.split(f":{key}>")[0].split("/")
        yield key, before[-2] if len(before) > 1 else ""


CLOSED = sorted((a for a in addresses() if a.name not in PUBLIC), key=lambda a: a.name)
ENDPOINTS = list({a.name: a for a in CLOSED if a.name.startswith("api:") and a.name != "api:"}.values())
OURS = [a for a in CLOSED if not a.name.startswith("api:")]


def things_of(round, organisation, officer, by):
    """One of everything that hangs on this organisation, by the word that stands before its key in an address."""
    response = response_of(round, organisation)
    confirm(round, organisation, by, org_district={"typed": "000000"})
    actions.open_for_answering(response=response, by=by)
    actions.save_draft(response=response, by=by, base=0, changes={"remarks": {"typed": "x"}}, at=BEFORE)
    nil = actions.submit_nil(response=response, by=by, key=uuid.uuid4(), declared_by="N", at=BEFORE)
    export = request_export(by=officer, round=round, provisional=False, language="en")
    contact = factories.make_contact(organisation)
    notice = Notice.objects.create(
        key=str(uuid.uuid4()), kind="issued", to_email="x@example.org", language="en", subject="", body="",
        created_at=timezone.now(), due_at=timezone.now(), round=round, organisation=organisation,
        authority=round.survey.authority,
    )  # fmt: skip
    colleague = Membership.objects.get(user=factories.make_operator(organisation))
    invited = invite(by=by, email="new@example.org", name="N", body=organisation, role=Role.MANAGER)
    proposal = start_proposal(
        by=officer, authority=round.survey.authority, definition=round.version.definition, based_on=round.version
    )
    wanted = DEADLINE + timedelta(days=1)
    asked = ask(response=response, by=by, reason=f"停电 {organisation.name}", wanted=wanted, at=BEFORE)
    write(assignment=response.assignment, by=by, text=f"口径 {organisation.name}", from_bureau=False, at=BEFORE)
    return {
        "rounds": round.pk,
        "requests": asked.pk,
        "amendments": amended(round, officer).pk,
        "organisations": organisation.pk,
        "assignments": response.assignment_id,
        "responses": response.pk,
        "receipts": nil.pk,
        "returned": ReturnedMail.objects.create(
            sha256=uuid.uuid4().hex, notice=notice, authority=round.survey.authority, verdict="unknown", read_at=BEFORE
        ).pk,
        "acknowledgements": ask_for_help(round=round, contact=contact, text="x", at=BEFORE).pk,
        "facilities": response.assignment.facility_id,
        "contacts": contact.pk,
        "exports": export.pk,
        "notices": notice.pk,
        "colleagues": colleague.pk,
        "attachments": factories.make_attachment(response, by).pk,
        "proposals": proposal.pk,
        "readings": readings.ask(
            key=uuid.uuid4(), by=by, kind="roster", name="x", content=b"x", leads_to="", leads_back=""
        ).pk,
        "imports": read_for(
            by=officer, proposal=proposal, file_name="f.xlsx", definition=proposal.definition, problems=[]
        ).pk,
        "versions": round.version_id,
        "questionnaires": round.version.questionnaire_id,
        "authorities": round.survey.authority_id,
        "officers": Membership.objects.get(user=factories.make_officer(round.survey.authority)).pk,
        "invitations": invited.pk,
        "keys": ApiKey.objects.get(digest=digest_of(a_key(organisation, by))).pk,
    }


def amended(round, officer):
    """The round goes over to a version with one check more."""
    check = {"id": f"N{uuid.uuid4().hex}", "severity": "soft", "questions": ["remarks"], "rule": "true()"}
    definition = round.version.definition
    checks = [*definition["checks"], check | {"message": {"zh": "请核对", "en": "Check it"}}]
    version = publish(by=officer, authority=round.survey.authority, definition=definition | {"checks": checks})
    made = amend(by=officer, round=round, version=version, reason_zh="补充", reason_en="More", at=BEFORE)
    round.refresh_from_db()
    return made


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker):
    with factories.kept_for_a_file(django_db_blocker):
        yield make_cast(factories.make_world())


@pytest.fixture
def cast(played, db):
    return played


def make_cast(world):
    world.charlie_org.name = f"丙{CANARY}"
    world.charlie_org.save()
    tianjin = world.stranger_authority
    theirs = factories.make_organisation("津算", tianjin.region)
    teresa = factories.make_operator(theirs, name="Teresa")
    round = make_issued_round(world)
    factories.make_facility(theirs)
    survey = rounds.start_survey(by=world.stranger_officer, authority=tianjin, template_name="mining_2021")
    other = rounds.create_round(
        by=world.stranger_officer,
        survey=survey,
        at=factories.ISSUED,
        deadline=DEADLINE,
        enquiries="1",
        nil_gives_figures=False,
    )
    issue(by=world.stranger_officer, round=other, at=factories.ISSUED)
    things = {
        "alice": things_of(round, world.alice_org, world.officer, world.alice),
        "charlie": things_of(round, world.charlie_org, world.officer, world.charlie),
        "tianjin": things_of(other, theirs, world.stranger_officer, teresa),
    }
    city = {role: factories.make_officer(world.city, role) for role in (Role.VIEWER, Role.REVIEWER, Role.ADMINISTRATOR)}
    people = {
        **{str(role): (user, "city") for role, user in city.items()},
        "survey_manager": (world.officer, "city"),
        "district": (world.district_officer, "district"),
        "stranger": (world.stranger_officer, "tianjin-bureau"),
        "alice": (world.alice, "alice"),
        "bob": (world.bob, "alice"),
        "elsewhere": (colleague_with(world, facilities=[str(uuid.uuid4())]), "alice's, another site"),
        "section": (colleague_with(world, sections=["CN-BJ-MINING-2021/mining"]), "alice's, one section"),
        "charlie": (world.charlie, "charlie"),
        "teresa": (teresa, "tianjin"),
        "nobody": (world.nobody, ""),
    }
    for user, _ in people.values():
        user.session = session_of(user)
    return things, people


def colleague_with(world, **part):
    user = factories.make_operator(world.alice_org, Role.CONTRIBUTOR)
    Membership.objects.filter(user=user).update(**part)
    return user


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def exists_for(side, owner, address, things):
    """Whether what this address points at exists for a person of this side, if it belongs to that owner."""
    nouns = set(address.nouns(things))
    if side == "alice's, one section":
        of_the_round = {"portal:round", "portal:round_calendar"}
        shared = of_the_round | ({"portal:assignment", "portal:assignment_calendar"} if owner == "alice" else set())
        return address.name in shared and owner != "tianjin"
    if address.name.startswith("portal:"):
        if nouns == {"rounds"}:  # Alice and Charlie are in the same round
            return side in ({"alice", "charlie"} if owner != "tianjin" else {"tianjin"})
        return side == owner
    if address.name.startswith("bureau:"):
        if side == "district":
            shared = {
                "rounds",
                "exports",
                "notices",
                "returned",
                "versions",
                "questionnaires",
                "authorities",
                "amendments",
            }
            of_the_whole_city = nouns <= shared
            return owner == "alice" or (owner == "charlie" and of_the_whole_city)
        return (side == "city" and owner != "tianjin") or (side == "tianjin-bureau" and owner == "tianjin")
    return True


def signed_in(user):
    """Since the cast was made: to sign in anew costs as much as a page."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = user.session
    return client


def requests(client, path):
    yield "GET", client.get(path)
    yield "POST", client.post(path, {"once_key": str(uuid.uuid4())})


def text_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="ignore")


@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_the_word_before_every_key_is_known(address, cast):
    things = cast[0]["alice"]

    assert [key for key, word in address.keys if word not in things and key not in WORDS] == []


@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_nobody_comes_in_without_signing_in(address, cast):
    for method, answer in requests(Client(), address.path(cast[0]["alice"])):
        assert answer.status_code in (302, 405), method
        assert answer.status_code == 405 or answer.url.startswith(reverse("account_login")), method


@pytest.mark.parametrize("address", [a for a in OURS if ":" in a.name], ids=lambda address: address.name)
def test_what_is_not_theirs_does_not_exist_for_them(address, cast):
    things_by_owner, people = cast
    leaks = []
    for role, (user, side) in people.items():
        client = signed_in(user)
        for owner, things in things_by_owner.items():
            known = exists_for(side, owner, address, things)
            for method, answer in requests(client, address.path(things)):
                refused = {404, 405} if side != owner else {403, 404, 405}  # their own, but on the officers' pages
                wrong = answer.status_code >= 500 or (
                    not known and address.nouns(things) and answer.status_code not in refused
                )
                canary = CANARY in text_of(answer) and side in ("alice", "tianjin", "tianjin-bureau", "")
                if wrong or canary:
                    leaks.append((role, owner, method, answer.status_code, canary))
    assert leaks == []


@pytest.mark.parametrize("address", [a for a in OURS if ":" in a.name], ids=lambda address: address.name)
def test_each_side_has_its_own_pages(address, cast):
    """Operators never get an officer's page, officers never an operator's, and who is neither gets none of them."""
    things_by_owner, people = cast
    own = {"bureau": {"city", "district", "tianjin-bureau"}, "portal": OPERATORS}
    side_of_page = address.name.split(":")[0]
    wrong = []
    for role, (user, side) in people.items():
        if side not in own.get(side_of_page, {side}):
            answer = signed_in(user).get(address.path(things_by_owner["alice"]))
            if answer.status_code not in (403, 404, 405):
                wrong.append((role, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("address", [a for a in OURS if a.keys and ":" in a.name], ids=lambda address: address.name)
def test_what_is_foreign_and_what_is_absent_look_the_same(address, cast):
    things_by_owner, people = cast
    absent = dict.fromkeys(things_by_owner["tianjin"], uuid.uuid4())
    if not address.nouns(absent):
        return  # it points at nothing that could be foreign
    client = signed_in(people["alice"][0])

    foreign, missing = (client.get(address.path(things)) for things in (things_by_owner["tianjin"], absent))

    assert (foreign.status_code, missing.status_code) in {(404, 404), (405, 405)}


# --- the API: the same by keys -----------------------------------------------------------------------------------

DECLARED = {"declared_by": {"name": "A", "position": "B"}, "declaration": True}
BODIES = {
    "api:draft": {"version": 0},
    "api:revisions": DECLARED | {"version": 0},
    "api:nil_return": DECLARED,
    "api:confirmation": {"stamp": ""},
}
"""What an endpoint takes beside an empty object, so that it comes to look for the row."""


TAKES_FILES = {"api:attachments", "api:workbook", "api:workbook_validation", "api:marked_workbook"}


def calls(program, address, things):
    path = address.path(things)
    yield "GET", program.client.get(path)
    if address.name in TAKES_FILES:
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
        yield "POST", program.client.post(path, {"question": "evidence", "file": file})
        return
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    body = json.dumps(BODIES.get(address.name, {}))
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        yield method, program.client.generic(method, path, body, "application/json", headers=headers)


@pytest.fixture
def programs(cast, settings):
    """A key for each act of each operator, one for no data center of Alice's, and one that an officer has made."""
    settings.API_REQUESTS_PER_MINUTE = 1000
    forget_lots()
    people = cast[1]
    owners = {
        owner: people[name][0] for owner, name in (("alice", "alice"), ("charlie", "charlie"), ("tianjin", "teresa"))
    }
    bodies = {owner: user.memberships.get().organisation for owner, user in owners.items()}
    made = {(owner, act): Program(a_key(bodies[owner], user, act)) for owner, user in owners.items() for act in Act}
    made["", "narrow"] = Program(a_key(bodies["alice"], owners["alice"], facilities=[]))
    made["", "officer"] = Program(a_key(bodies["alice"], people["survey_manager"][0]))
    made["", "contributor"] = Program(a_key(bodies["alice"], people["bob"][0]))
    return made


@pytest.mark.parametrize("address", ENDPOINTS, ids=lambda address: address.name)
def test_no_endpoint_answers_without_a_key_whoever_is_signed_in(address, cast):
    things_by_owner, people = cast
    for user, _side in people.values():
        client = signed_in(user)
        for answer in (
            client.get(address.path(things_by_owner["alice"])),
            client.post(address.path(things_by_owner["alice"])),
        ):
            assert answer.status_code in (401, 405)


@pytest.mark.parametrize("address", ENDPOINTS, ids=lambda address: address.name)
def test_no_key_reaches_what_is_not_theirs(address, cast, programs):
    wrong = []
    for (owner, act), program in programs.items():
        closed = {401} if act in ("officer", "contributor") else {403, 404}  # not for this act, or not there at all
        for other, things in cast[0].items():
            for method, answer in calls(program, address, things):
                is_foreign = other != owner and bool(address.nouns(things))
                refused = answer.status_code in closed | {401, 405} if is_foreign else answer.status_code < 500
                # Both are in the same round, where each has data of its own.
                same_round = set(address.nouns(things)) == {"rounds"} and {owner, other} == {"alice", "charlie"}
                leaks = CANARY in text_of(answer) and owner != "charlie"
                if not (refused or same_round) or leaks:
                    wrong.append((owner, act, other, method, answer.status_code, leaks))
    assert wrong == []


@pytest.mark.parametrize("address", ENDPOINTS, ids=lambda address: address.name)
def test_everybody_reaches_what_is_theirs(address, cast, programs):
    things_by_owner, _people = cast
    for owner in ("alice", "charlie", "tianjin"):
        answers = [answer for _, answer in calls(programs[owner, Act.SUBMIT], address, things_by_owner[owner])]
        assert all(map(text_of, answers))  # which closes the files
        assert not {answer.status_code for answer in answers} <= {401, 403, 404, 405, 415}, owner


@pytest.mark.parametrize("address", [a for a in ENDPOINTS if a.keys], ids=lambda address: address.name)
def test_a_program_cannot_tell_what_is_foreign_from_what_is_absent(address, cast, programs):
    things_by_owner, _people = cast
    absent = dict.fromkeys(things_by_owner["tianjin"], uuid.uuid4())
    program = programs["alice", Act.SUBMIT]

    foreign, missing = (
        [(answer.status_code, answer.content) for _, answer in calls(program, address, things)]
        for things in (things_by_owner["tianjin"], absent)
    )

    assert foreign == missing
