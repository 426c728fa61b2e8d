from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from surveys.questionnaires.expressions import UNKNOWN, Scope, evaluate, parse
from tests.questionnaires.expressions.test_evaluator import ANSWERS, worth

BEIJING = timezone(timedelta(hours=8))
NOON = datetime(2021, 4, 28, 12, 0, tzinfo=BEIJING)
LOCAL = {"visit": datetime(2021, 4, 28, 6, 30), "clock": "18:00"}  # noqa: DTZ001 - an answer has no zone of its own


def in_beijing(text):
    return evaluate(parse(text), Scope((ANSWERS | LOCAL).get, NOON, NOON.date()))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("date('2021-04-28')", date(2021, 4, 28)),
        ("date('2021-04-27T20:00:00Z')", date(2021, 4, 28)),
        ("date('2021-04-28T23:59:59.999+08:00')", date(2021, 4, 28)),
        ("date(18745)", date(2021, 4, 28)),
        ("date(18745.9)", date(2021, 4, 28)),
        ("date(-1)", date(1969, 12, 31)),
        ("date(${month})", date(2021, 3, 1)),
        ("date(decimal-date-time('2021-04-28'))", date(2021, 4, 28)),
        ("date-time('2021-04-28')", datetime(2021, 4, 28)),  # noqa: DTZ001
        ("date-time('2021-04-28T12:00:00+08:00')", NOON),
        ("date-time(0.5)", datetime(1970, 1, 1, 12)),  # noqa: DTZ001
        ("date-time(${start})", datetime(2020, 4, 1)),  # noqa: DTZ001
        ("today()", date(2021, 4, 28)),
        ("now()", NOON),
        ("now() + 1", NOON + timedelta(days=1)),
        ("now() - 0.5", datetime(2021, 4, 28, 0, 0, tzinfo=BEIJING)),
        ("0.25 + ${visit}", datetime(2021, 4, 28, 12, 30)),  # noqa: DTZ001
    ],
)
def test_dates_and_moments(text, result):
    assert in_beijing(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("decimal-date-time('1970-01-02')", "1"),
        ("decimal-date-time('1970-01-02T00:00:00Z')", "1"),
        ("decimal-date-time('1970-01-02T08:00:00+08:00')", "1"),
        ("decimal-date-time('1970-01-02T08:00')", "1"),
        ("decimal-date-time('1969-12-31T12:00:00Z')", "-0.5"),
        ("decimal-date-time(${start})", "18353"),
        ("decimal-date-time(1.5)", "1.5"),
        ("decimal-date-time(now())", "18745.166666666666666666666666666666666666666666667"),
        ("decimal-time('00:00')", "0"),
        ("decimal-time('12:00')", "0.5"),
        ("decimal-time('24:00')", "1"),
        ("decimal-time('06:00:00.000+08:00')", "0.25"),
        ("decimal-time('06:00Z')", "0.58333333333333333333333333333333333333333333333333"),
        ("decimal-time(${clock})", "0.75"),
        ("decimal-time(now())", "0.5"),
        ("decimal-time('2021-04-28T18:00:00+08:00')", "0.75"),
        ("decimal-time(1.25)", "0.25"),
        ("decimal-time(-0.25)", "0.75"),
        ("now() - '2021-04-27T12:00:00+08:00'", "1"),
        ("now() - ${visit}", "0.22916666666666666666666666666666666666666666666667"),
        ("${visit} - now()", "-0.22916666666666666666666666666666666666666666666667"),
        ("now() - ${start}", "392"),
        ("'2021-04-28' - ${start}", "392"),
        ("'2021-04-28' - '2021-04-01'", "27"),
        ("today() - '2021-04-01'", "27"),
    ],
)
def test_moments_in_days(text, result):
    assert in_beijing(text) == Decimal(result)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("format-date('2021-04-08', '%Y-%m-%d')", "2021-04-08"),
        ("format-date('2021-04-08', '%e.%n.%y')", "8.4.21"),
        ("format-date('2021-04-08', '%a %b')", "Thu Apr"),
        ("format-date(${start}, '100 %% %Y')", "100 % 2020"),
        ("format-date(${month}, '%Y%m')", "202103"),
        ("format-date('2021-04-27T20:00:00Z', '%d')", "28"),
        ("format-date(0, '%Y')", "1970"),
        ("format-date(today(), '')", ""),
        ("format-date(date('0001-01-01'), '%Y')", "0001"),
        ("format-date-time('2021-04-28T04:05:06.789Z', '%H:%M:%S.%3')", "12:05:06.789"),
        ("format-date-time(${visit}, '%h:%M')", "6:30"),
        ("format-date-time(${clock}, '%H')", "18"),
        ("format-date-time('0001-01-01T00:00:00+14:00', '%Y')", "0001"),
        ("format-date(today(), '%Y') - 1", Decimal(2020)),
    ],
)
def test_dates_written_in_a_format(text, result):
    assert in_beijing(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "date(${blank})",
        "date('')",
        "date('2021-02-30')",
        "date('2021-04-28T25:00:00')",
        "date(${yes})",
        "${start} > ${yes}",
        "date(1 div 0)",
        "date-time(99999999)",
        "date-time(${blank})",
        "now() + 99999999",
        "now() + ${blank}",
        "decimal-date-time(${blank})",
        "decimal-date-time('T')",
        "decimal-date-time('soon')",
        "decimal-time(${blank})",
        "decimal-time('25:00')",
        "decimal-time('6:00')",
        "format-date(${blank}, '%Y')",
        "format-date(${start}, '%Q')",
        "format-date(${start}, '%')",
        "format-date('soon', '%Y')",
        "date('20210428')",
        "date('2021-W17-3')",
        "today() > '20210428'",
    ],
)
def test_what_is_no_date_is_unknown(text):
    assert in_beijing(text) is UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "${clock} > '08:30'",
        "'08:00' < '08:00:01'",
        "now() > ${visit}",
        "${visit} < now()",
        "${visit} = '2021-04-28T06:30'",
        "${visit} > ${start}",
        "${visit} >= '2021-04-28'",
        "now() <= '2021-04-28T04:00:00Z'",
        "'2021-04-28' > '2021-04-27'",
        "${start} > 18000",
        "'2021-04-28T00:00:00Z' < '2021-04-28T12:00:00Z'",
    ],
)
def test_times_and_moments_compare(text):
    assert in_beijing(text) is True


def test_a_moment_before_the_first_year_is_left_as_it_is():
    assert worth("date('0001-01-01T00:00:00+14:00')") == date(1, 1, 1)
    assert worth("now()") == datetime(2021, 4, 28, 4, 0, tzinfo=UTC)
