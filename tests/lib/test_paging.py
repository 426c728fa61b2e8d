from django.http import QueryDict

from surveys.lib.paging import ROWS, page_of
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
