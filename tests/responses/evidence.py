"""A round whose form asks for files: a bill that is required where there is mining, and a picture that is not."""

from django.core.files.uploadedfile import SimpleUploadedFile

from surveys.questionnaires.actions import publish
from surveys.questionnaires.library import template
from surveys.questionnaires.queries import definition_of
from surveys.responses import actions
from surveys.responses.files.attaching import attach, examined
from surveys.responses.files.sweeping import folder
from surveys.responses.issuing import issue
from surveys.responses.models import Draft
from surveys.rounds import actions as rounds
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.lib.files import contents
from tests.responses.stories import BEFORE, submit

OTHER_PDF = contents.PDF + b"second"
BILL = {"name": "bill", "number": "D03", "type": "file", "label": {"zh": "电费单", "en": "Bill"}}
PHOTO = {"name": "photo", "number": "D04", "type": "file", "accept": "image", "label": {"zh": "照片", "en": "Photo"}}


def definition_with_files(**changes):
    definition = template("mining_2021")
    statement = next(one for one in definition["sections"] if one["name"] == "statement")
    statement["questions"] += [BILL | changes, PHOTO]
    return definition


def make_round_with_files(world, at=ISSUED, deadline=DEADLINE, **changes):
    for organisation in (world.alice_org, world.charlie_org):
        factories.make_facility(organisation)
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=at)
    publish(by=world.officer, authority=world.city, definition=definition_with_files(**changes), at=at)
    round = rounds.create_round(by=world.officer, survey=survey, at=at, deadline=deadline, enquiries="010-5557 0000")
    return issue(by=world.officer, round=round, at=at)


def question_of(response, name="bill"):
    return definition_of(response.assignment.round.version).question(name)


def upload(name="bill.pdf", content=contents.PDF):
    return SimpleUploadedFile(name, content, content_type="text/html")


def attach_to(response, by, name="bill.pdf", content=contents.PDF, question="bill", at=BEFORE):
    asked = question_of(response, question)
    return attach(response=response, question=asked, file=examined(upload(name, content), asked), by=by, at=at)


def answer_with(response, by, attachment, question="bill", at=BEFORE):
    base = Draft.objects.get(response=response).version
    entry = {"typed": str(attachment.pk)} if attachment else None
    return actions.save_draft(response=response, by=by, base=base, changes={question: entry}, at=at)


def submitted(response, by, attachment):
    answer_with(response, by, attachment)
    return submit(response, by)


def kept_files():
    return sorted(path.name for path in folder().glob("*/*"))
