"""Every hostile file there is: refused for exactly one reason, or read as what it holds, and never more than may be used."""

import logging

import pytest
from django.utils import translation

from surveys.lib.confined import limits as confined_limits
from surveys.lib.confined import patience
from surveys.workbooks.reading import WorkbookRefused, limits, read_workbook
from tests.workbooks import hostile
from tests.workbooks.corpus import brothers, outcomes, packages, parts
from tests.workbooks.packages_of_others import PACKAGES as HONEST

CORPUS = {**hostile.HOSTILE, **packages.PACKAGES, **parts.PARTS, **brothers.ODS, **brothers.XLS, **brothers.TEXTS}
REASONS = {name: reason for reason, names in outcomes.REFUSED.items() for name in names}
UNTOUCHED = ([["a", "b"]], [["单位", "1200.5"]])


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def told(reason):
    return outcomes.WORDS.get(reason) or str(getattr(limits, reason)())


def outcome(content):
    try:
        return [sheet.rows for sheet in read_workbook(content).sheets]
    except WorkbookRefused as refused:
        return str(refused)


@pytest.mark.parametrize("flaw", CORPUS)
def test_each_is_refused_for_its_reason_or_read_as_it_stands(flaw, caplog):
    with caplog.at_level(logging.INFO, "surveys.lib.confined"), patience(120):
        found = outcome(CORPUS[flaw]())

    if flaw in REASONS:
        assert found == told(REASONS[flaw])
    elif flaw in outcomes.READ:
        assert found == outcomes.READ[flaw]
    else:
        assert found[0] in UNTOUCHED
    for verdict in (record.args[1] for record in caplog.records):
        assert verdict["peak"] * 1024 <= confined_limits.MOST_BYTES
        assert verdict["seconds"] <= confined_limits.MOST_SECONDS


def test_what_is_said_of_a_file_is_of_one_that_there_is():
    assert REASONS.keys() | outcomes.READ.keys() <= CORPUS.keys()
    assert len(CORPUS) == sum(map(len, (hostile.HOSTILE, packages.PACKAGES, parts.PARTS, brothers.ODS, brothers.XLS, brothers.TEXTS)))  # fmt: skip


def test_a_file_that_was_refused_leaves_the_next_one_alone():
    for made in (hostile.zip_bomb, hostile.with_entities, HONEST["a prefix"]):
        found = outcome(made())

    assert found == [[["单位", "1200.5"]]]
