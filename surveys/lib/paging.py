"""Long lists come a page at a time; the page's number stands in the address, like every filter."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

ROWS = 50
MOST_TOGETHER = 5_000  # on one page to be printed, and no more than a browser bears


def page_of(rows: "QuerySet[Any, Any] | Sequence[object]", params: QueryDict, size: int = ROWS) -> "Page[Any]":
    """A number out of range, or not a number, gives the nearest page rather than an error."""
    whole = _in_one_order(rows) if isinstance(rows, QuerySet) else rows
    size = MOST_TOGETHER if "together" in params else size
    return Paginator(whole, size).get_page(params.get("page"))


def _in_one_order(rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """Rows alike in the order asked for, such as letters of one moment, come in any order otherwise: on two pages or none."""
    ordering = rows.query.order_by or rows.model._meta.ordering
    return rows.order_by(*ordering, "pk")
