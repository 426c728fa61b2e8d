"""Names that are one and the same, be they written full-width or half-width, with these brackets or those."""

import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.db.models.sql.compiler import SQLCompiler

_BRACKETS = "[]{}【】〔〕〖〗〘〙「」『』《》〈〉〚〛❨❩"
_AS_BRACKETS = "()" * (len(_BRACKETS) // 2)
_SIGNS = "•‧・∙⋅‐‒–—―−“”‘’"
_AS_SIGNS = "·····------\"\"''"
"""Of one sign in several places of Unicode, the one that keyboards have."""
_DROPPED = " \t\r\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"
_SAME = str.maketrans(_BRACKETS + _SIGNS, _AS_BRACKETS + _AS_SIGNS, _DROPPED)
_ON_SQLITE = "folded_name"


def folded(name: str) -> str:
    """The same for names that differ in the width of characters, in brackets, dots, dashes, blanks and capitals only."""
    return unicodedata.normalize("NFKC", name).lower().translate(_SAME)


def is_same_name(one: str, other: str) -> bool:
    return folded(one) == folded(other)


class Folded(Func):
    """What folded() makes of a column, worked out by the database."""

    function = _ON_SQLITE
    output_field = CharField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        template = "translate(lower(normalize(%(expressions)s, NFKC)), %%s, %%s)"
        sql, parameters = self.as_sql(compiler, connection, template=template, **context)
        return sql, [*parameters, _BRACKETS + _SIGNS + _DROPPED, _AS_BRACKETS + _AS_SIGNS]


def name_holds(column: str, words: str) -> Q:
    """A condition: these words stand in the name in this column, both folded."""
    return Q(GreaterThan(StrIndex(Folded(F(column)), Value(folded(words))), 0))


def teach_sqlite(connection: BaseDatabaseWrapper, **_told: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(_ON_SQLITE, 1, _folded_or_nothing, deterministic=True)


def _folded_or_nothing(name: str | None) -> str | None:
    return None if name is None else folded(name)


def teach_databases() -> None:
    connection_created.connect(teach_sqlite, dispatch_uid="surveys.lib.names")
