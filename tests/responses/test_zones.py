"""A questionnaire that names no zone, as those written for Kobo and ODK, is answered by the round's clock."""

from datetime import UTC, date, datetime

import pytest

from surveys.reports import snapshots
from surveys.reports.queries import microdata
from surveys.reports.tables.answers import answer_tables
from surveys.responses.evaluation import evaluation_of
from tests.reports.stories import EVENING, accept, answer
from tests.responses.amendment.versions import amend_by
from tests.responses.stories import confirm, make_issued_round, response_of

pytestmark = pytest.mark.django_db

BEFORE_DAWN = datetime(2021, 4, 27, 20, 30, tzinfo=UTC)  # in Beijing the 28th


@pytest.fixture
def round(world):
    def without_zone(form):
        del form.definition["zone"]
        section = form.definition["sections"][-1]["name"]
        form.add(section, {"name": "day", "type": "calculated", "label": {"en": "Day"}, "calculation": "today()"})
        form.add(section, {"name": "fault", "type": "datetime", "label": {"en": "Fault"}})

    round = make_issued_round(world)
    amend_by(world, round, without_zone, BEFORE_DAWN)
    return round


def test_today_is_the_day_in_the_rounds_zone(round, world):
    evaluation = evaluation_of(response_of(round, world.alice_org), at=BEFORE_DAWN)

    assert evaluation.values["day"] == date(2021, 4, 28)


def test_a_moment_is_exported_at_the_time_that_was_typed(round, world):
    confirm(round, world.alice_org, world.alice)
    accept(answer(response_of(round, world.alice_org), world.alice, fault={"typed": "2021-04-27 23:30"}), world)
    made = microdata(snapshots.take(round=round, by=world.officer, provisional=False, at=EVENING))

    (moment,) = answer_tables(made)[0].column("fault")

    assert moment.isoformat() == "2021-04-27T23:30:00+08:00"
