"""Long lists come a page at a time; the page's number stands in the address, like every filter."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

ROWS = 50


def page_of(rows: "QuerySet[Any, Any] | Sequence[Any]", params: QueryDict, size: int = ROWS) -> "Page[Any]":
    """A number out of range, or not a number, gives the nearest page rather than an error."""
    return Paginator(rows, size).get_page(params.get("page"))
