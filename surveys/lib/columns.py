"""What the columns of the database can hold, for forms and readers that ask for no more."""

from django.db import models


def longest(model: type[models.Model], name: str) -> int:
    """How many characters at most."""
    column = model._meta.get_field(name)
    assert isinstance(column, models.CharField)
    assert column.max_length is not None
    return column.max_length
