"""One of everything that hangs on an organisation, by the word that stands before its key in an address."""

import uuid
from datetime import timedelta

from django.utils import timezone

from surveys.accounts.invitations import invite
from surveys.accounts.keys.making import digest_of
from surveys.accounts.models import ApiKey, Membership
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
from surveys.rounds.letters.actions import ask_for_help
from tests import factories
from tests.api.caller import a_key
from tests.factories import DEADLINE
from tests.responses.stories import BEFORE, confirm, response_of
from tests.responses.tenants.stories import ask_of


def things_of(round, organisation, officer, by):
    return {
        **of_its_return(round, organisation, by),
        **of_its_people(organisation, by),
        **of_its_letters(round, organisation),
        **of_the_bureau(round, officer),
        "readings": readings.ask(
            key=uuid.uuid4(), by=by, kind="roster", name="x", content=b"x", leads_to="", leads_back=""
        ).pk,
    }


def of_its_return(round, organisation, by):
    response = response_of(round, organisation)
    confirm(round, organisation, by, org_district={"typed": "000000"})
    actions.open_for_answering(response=response, by=by)
    actions.save_draft(response=response, by=by, base=0, changes={"remarks": {"typed": "x"}}, at=BEFORE)
    nil = actions.submit_nil(response=response, by=by, key=uuid.uuid4(), declared_by="N", at=BEFORE)
    wanted = DEADLINE + timedelta(days=1)
    asked = ask(response=response, by=by, reason=f"停电 {organisation.name}", wanted=wanted, at=BEFORE)
    write(assignment=response.assignment, by=by, text=f"口径 {organisation.name}", from_bureau=False, at=BEFORE)
    return {
        "assignments": response.assignment_id,
        "responses": response.pk,
        "facilities": response.assignment.facility_id,
        "receipts": nil.pk,
        "requests": asked.pk,
        "attachments": factories.make_attachment(response, by).pk,
        "tenants": ask_of(response, by, questions=["remarks"], tenant=f"租户 {organisation.name}").pk,
    }


def of_its_people(organisation, by):
    invited = invite(by=by, email="new@example.org", name="N", body=organisation, role=Role.MANAGER)
    return {
        "organisations": organisation.pk,
        "colleagues": Membership.objects.get(user=factories.make_operator(organisation)).pk,
        "invitations": invited.pk,
        "keys": ApiKey.objects.get(digest=digest_of(a_key(organisation, by))).pk,
    }


def of_its_letters(round, organisation):
    contact = factories.make_contact(organisation)
    authority = round.survey.authority
    notice = Notice.objects.create(
        key=str(uuid.uuid4()), kind="issued", to_email="x@example.org", language="en", subject="", body="",
        created_at=timezone.now(), due_at=timezone.now(), round=round, organisation=organisation, authority=authority,
    )  # fmt: skip
    returned = ReturnedMail.objects.create(
        sha256=uuid.uuid4().hex, notice=notice, authority=authority, verdict="unknown", read_at=BEFORE
    )
    return {
        "contacts": contact.pk,
        "notices": notice.pk,
        "returned": returned.pk,
        "acknowledgements": ask_for_help(round=round, contact=contact, text="x", at=BEFORE).pk,
    }


def of_the_bureau(round, officer):
    authority, version = round.survey.authority, round.version
    proposal = start_proposal(by=officer, authority=authority, definition=version.definition, based_on=version)
    read = read_for(by=officer, proposal=proposal, file_name="f.xlsx", definition=proposal.definition, problems=[])
    return {
        "authorities": authority.pk,
        "officers": Membership.objects.get(user=factories.make_officer(authority)).pk,
        "rounds": round.pk,
        "exports": request_export(by=officer, round=round, provisional=False, language="en").pk,
        "amendments": amended(round, officer).pk,
        "proposals": proposal.pk,
        "imports": read.pk,
        "versions": round.version_id,
        "questionnaires": round.version.questionnaire_id,
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
