"""Downloading the workbook in which an organisation answers for all of its data centers."""

import io

import openpyxl
from django.conf import settings
from django.urls import reverse

from surveys.audit.models import Event
from surveys.responses.models import Draft, Response
from surveys.rounds import actions as rounds
from tests.portal.visitor import Visitor


def address(round, organisation):
    return reverse("portal:workbook", args=[round.pk, organisation.pk])


def opened(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_it_is_offered_on_the_page_of_the_round_and_comes_as_a_file(alice, world, round):
    (link,) = [
        one.get("href")
        for one in alice.open(f"/portal/rounds/{round.pk}/").page.xpath("//main//a")
        if "下载工作簿" in one.text_content()
    ]
    answer = alice.client.get(link)

    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "no-store" in answer.headers["Cache-Control"]
    assert opened(answer).sheetnames[:3] == ["封面", "本单位情况", "数据中心"]


def test_looking_at_it_changes_nothing(alice, world, round, response):
    events = Event.objects.count()
    assert alice.client.head(address(round, world.alice_org)).status_code == 200
    assert alice.client.get(address(round, world.alice_org)).status_code == 200

    assert not Draft.objects.exists()
    assert Response.objects.get(pk=response.pk).opened_at is None
    assert Event.objects.count() == events


def test_nobody_else_has_it(world, round):
    for user in (world.charlie, world.officer, world.nobody):
        assert Visitor(user).client.get(address(round, world.alice_org)).status_code == 404


def test_where_nothing_can_be_answered_any_more_it_is_not_offered(alice, world, round, response):
    rounds.exclude(by=world.officer, assignment=response.assignment, because="重复登记")

    assert "下载工作簿" not in alice.open(f"/portal/rounds/{round.pk}/").text
    assert alice.client.get(address(round, world.alice_org)).status_code == 404


def test_it_speaks_the_language_of_the_page(alice, world, round):
    alice.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert opened(alice.client.get(address(round, world.alice_org))).sheetnames[0] == "Cover"
