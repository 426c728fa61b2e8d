import uuid
from inspect import getmembers, isfunction

import pytest
from django.urls import resolve

from surveys.notices import links

PAGES = {
    "to_round": "/portal/rounds/{}/",
    "to_assignment": "/portal/assignments/{}/",
    "to_messages": "/portal/assignments/{}/messages/",
    "to_tenants": "/portal/assignments/{}/tenants/",
    "to_proposal": "/bureau/questionnaires/proposals/{}/publish/",
}


def test_every_page_that_notices_lead_to_is_listed_here():
    functions = {name for name, function in getmembers(links, isfunction) if function.__module__ == links.__name__}

    assert functions == {*PAGES, "to_all_rounds", "to_check", "to_desk"}


def test_the_link_to_all_rounds_still_leads_to_its_page():
    assert links.to_all_rounds() == "/portal/"
    assert resolve("/portal/").url_name == "home"


def test_the_link_to_the_desk_of_officers_still_leads_to_their_first_page():
    assert links.to_desk() == "/bureau/"
    assert resolve("/bureau/").view_name == "bureau:home"


@pytest.mark.parametrize(("nil", "page"), [(False, "check"), (True, "nil")])
def test_the_link_to_what_is_to_be_signed_still_leads_there(nil, page):
    pk = uuid.uuid4()

    assert links.to_check(pk, nil=nil) == f"/portal/assignments/{pk}/{page}/"
    assert resolve(links.to_check(pk, nil=nil)).view_name == f"portal:{page}"


@pytest.mark.parametrize("name", PAGES)
def test_a_link_in_a_notice_sent_long_ago_still_leads_to_its_page(name):
    pk = uuid.uuid4()

    assert getattr(links, name)(pk) == PAGES[name].format(pk)
    assert pk in resolve(PAGES[name].format(pk)).kwargs.values()
