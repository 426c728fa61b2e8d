from django.http import QueryDict

from surveys.lib.paging import MOST_TOGETHER, ROWS, page_of
from surveys.notices import outbox
from surveys.notices.models import Notice
from surveys.notices.wording import Content
from tests.factories import ISSUED, make_contact, make_organisation

MANY_PAGES = 10


def test_rows_of_one_moment_stand_on_one_page_each(db):
    to = make_contact(make_organisation())
    letter = {"to": to, "content": Content("issued", "请填报", "{link}"), "at": ISSUED}
    outbox.write_many([{"key": str(n), **letter} for n in range(MANY_PAGES * ROWS)])

    pages = [page_of(Notice.objects.all(), QueryDict(f"page={n}")) for n in range(1, MANY_PAGES + 1)]

    assert len({notice.pk for page in pages for notice in page}) == MANY_PAGES * ROWS


def test_the_order_asked_for_comes_first(db):
    to = make_contact(make_organisation())
    for key, subject in (("1", "乙"), ("2", "甲"), ("3", "丙")):
        outbox.write(key=key, to=to, content=Content("issued", subject, "{link}"), at=ISSUED)

    assert [notice.key for notice in page_of(Notice.objects.order_by("-key"), QueryDict())] == ["3", "2", "1"]


def test_all_rows_come_on_one_page_to_be_printed_up_to_what_a_browser_bears():
    rows = range(MOST_TOGETHER + 1)

    assert list(page_of(rows[: ROWS * 3], QueryDict("together=1"))) == list(rows[: ROWS * 3])
    assert list(page_of(rows[: ROWS * 5], QueryDict("together=1"), size=200)) == list(rows[: ROWS * 5])
    assert list(page_of(rows, QueryDict("together=1&page=2"))) == [MOST_TOGETHER]
