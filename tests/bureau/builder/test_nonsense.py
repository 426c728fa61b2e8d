"""Whatever is posted to the builder, and whatever a definition it can work on holds: never our error."""

import copy
import random
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from surveys.bureau.builder.problems import problems_of
from surveys.questionnaires import actions
from surveys.questionnaires.editing.structure import structure_problem
from surveys.questionnaires.library import names, template
from tests.addresses.table import OURS
from tests.questionnaires.loading.test_loader_fuzz import spoil
from tests.test_bad_input import NONSENSE

PAGES = {
    "proposal": (),
    "proposal_add": ("facility",),
    "proposal_add_section": (),
    "proposal_remove": ("total_kwh",),
    "proposal_section": ("facility",),
    "proposal_question": ("total_kwh",),
    "proposal_lists": (),
    "proposal_list": ("districts",),
    "proposal_checks": (),
    "proposal_check": (3,),
    "proposal_settings": (),
    "proposal_library": (),
    "proposal_preview": (),
    "proposal_files": (),
    "proposal_publish": (),
    "proposal_discard": (),
}
DOORS = {"proposal_arrange": (), "proposal_ask": (), "proposal_file": ("xlsx",)}
# Pages of a file that was read: test_imports.py.
OF_IMPORTS = {f"proposal_import{deed}" for deed in ("", "_take", "_take_back", "_solve")}
FIELDS = (
    "type", "name", "label_zh", "label_en", "number", "unit", "units", "decimals", "max_length", "rows_min", "choices", "calculation",
    "relevant-mode", "relevant-question", "relevant-operator", "relevant-side", "relevant-right", "relevant-source", "required-mode",
    "index", "row-name", "zh", "en", "attributes", "kind", "question", "id", "severity", "questions", "values", "with-part",
    "rule-question", "rule-right", "rule-mode", "message_zh", "code", "title_zh", "title_en", "roles", "core", "nil_question", "nil_value",
    "note_zh", "note_en", "zone", "scope", "do", "section", "into", "take", "expression", "answers", "a.total_kwh", "t.business",
    "a.business.x.business_type", "r.E29:total_kwh", "act", "file", "begin", "source", "then", "tried", "wanted",
)  # fmt: skip


def make_proposal(world, definition):
    return actions.start_proposal(by=world.officer, authority=world.city, definition=definition)


def signed_in(user):
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def statuses(client, proposal, pages=PAGES):
    return {page: client.get(reverse(f"bureau:{page}", args=[proposal.pk, *rest])).status_code for page, rest in pages.items()}  # fmt: skip


def test_every_page_of_a_proposal_is_looked_at_here():
    ours = {address.name.removeprefix("bureau:") for address in OURS if address.name.startswith("bureau:proposal")}

    assert ours == set(PAGES) | set(DOORS) | OF_IMPORTS


@pytest.mark.parametrize(
    "nonsense", [*NONSENSE, "total_kwh", "{", "${a} = '", "facility", "1", "\\d(", "=", "a=b|c|9|d"]
)
def test_nonsense_in_every_field(world, nonsense):
    client = signed_in(world.officer)
    proposal = make_proposal(world, template("mining_2021"))
    base = dict.fromkeys(FIELDS, nonsense)

    for page, rest in (PAGES | DOORS).items():
        url = reverse(f"bureau:{page}", args=[proposal.pk, *rest])
        for sent in (base, base | {"type": "table", "name": f"n{uuid.uuid4().hex[:6]}", "mode": "source"}):
            proposal.refresh_from_db()
            now = {"edition": str(proposal.edition), "once_key": str(uuid.uuid4())}
            assert client.post(url, sent | now).status_code < 500, page
        asked = dict.fromkeys(("into", "source", "after", "for", "from"), nonsense)
        assert client.get(url, asked).status_code < 500, page

    assert max(statuses(client, proposal).values()) < 500


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_to_begin_with(world, nonsense):
    client = signed_in(world.officer)
    for begin in ("empty", "source", "file", nonsense):
        sent = dict.fromkeys(FIELDS, nonsense) | {"begin": begin, "once_key": str(uuid.uuid4())}
        assert client.post(reverse("bureau:questionnaire_new"), sent).status_code < 500


def spoilt_proposal(world, seed, name="mining_2021"):
    chance = random.Random(seed)
    data = copy.deepcopy(template(name))
    for _ in range(8):
        spoilt = copy.deepcopy(data)
        try:
            spoil(spoilt, chance)
        except (KeyError, IndexError, TypeError):
            continue  # the place went with an earlier spoiling
        data = data if structure_problem(spoilt) else spoilt
    return make_proposal(world, data)


@pytest.mark.parametrize("seed", range(24))
def test_every_problem_leads_to_its_field(world, seed):
    proposal, client = spoilt_proposal(world, seed, names()[seed % len(names())]), signed_in(world.officer)
    # A check that the catalogue does not have, and a format of the future, cannot be put right by any field.
    troubles = [one for one in problems_of(proposal) if not one.location.endswith(("].check", "format"))]

    for trouble in troubles[:8]:
        page = client.get(trouble.href.partition("#")[0]).content.decode()
        assert f'id="{trouble.href.partition("#")[2]}"' in page, trouble


@pytest.mark.parametrize("seed", range(16))
def test_every_definition_it_can_work_on_is_shown(world, seed):
    proposal = spoilt_proposal(world, seed)
    client = signed_in(world.officer)

    assert set(statuses(client, proposal, PAGES | {"proposal_file": ("xlsx",)}).values()) <= {
        200,
        404,
    }


@pytest.mark.parametrize("name", names())
def test_every_questionnaire_of_the_library_is_shown(world, name):
    proposal = make_proposal(world, template(name))
    pages = {page: rest for page, rest in PAGES.items() if not rest}

    assert set(statuses(signed_in(world.officer), proposal, pages).values()) == {200}
