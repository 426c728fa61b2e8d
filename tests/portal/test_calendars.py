from datetime import timedelta

from icalendar import Calendar

from surveys.rounds.actions import extend


def events_of(answer):
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_header_of_every_page_leads_to_what_the_page_is_about(alice, round, response):
    of_round = alice.open(f"/portal/rounds/{round.pk}/").page.xpath("//a[contains(., '加入日历')]/@href")
    of_one = alice.open(f"/portal/assignments/{response.assignment_id}/").page.xpath(
        "//a[contains(., '加入日历')]/@href"
    )

    assert of_round == [f"/portal/rounds/{round.pk}/deadline.ics"]
    assert of_one == [f"/portal/assignments/{response.assignment_id}/deadline.ics"]


def test_one_finds_ones_own_units_and_no_others(alice, round, response):
    answer = alice.client.get(f"/portal/rounds/{round.pk}/deadline.ics")

    assert events_of(answer).keys() == {str(response.assignment_id)}
    assert answer["Content-Type"] == "text/calendar" and "deadline.ics" in answer["Content-Disposition"]


def test_an_extension_is_in_the_next_file(world, alice, round, response, now):
    path = f"/portal/assignments/{response.assignment_id}/deadline.ics"
    before = events_of(alice.client.get(path))[str(response.assignment_id)]
    extend(by=world.officer, assignments=[response.assignment], deadline=now + timedelta(hours=30), reason="r")
    after = events_of(alice.client.get(path))[str(response.assignment_id)]

    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.decoded("DTSTART") - before.decoded("DTSTART") == timedelta(hours=10)
