"""What an examination of the installation finds. `what` it is about is a word for machines; NAMES has it for people."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

NAMES: dict[str, object] = {
    "database": gettext_lazy("database"),
    "migrations": gettext_lazy("migrations"),
    "cache table": gettext_lazy("cache table"),
    "clock": gettext_lazy("clock"),
    "data folder": gettext_lazy("data folder"),
    "uploaded files": gettext_lazy("uploaded files"),
    "virus scanner": gettext_lazy("virus scanner"),
    "broker": gettext_lazy("broker"),
    "worker": gettext_lazy("worker"),
    "waiting notices": gettext_lazy("waiting notices"),
    "waiting exports": gettext_lazy("waiting exports"),
    "waiting readings": gettext_lazy("waiting readings"),
    "failed notices": gettext_lazy("failed notices"),
    "failed exports": gettext_lazy("failed exports"),
    "failed readings": gettext_lazy("failed readings"),
    "unsealed events": gettext_lazy("unsealed events"),
    "chain of events": gettext_lazy("chain of events"),
    "receipt key": gettext_lazy("receipt key"),
    "revisions": gettext_lazy("revisions"),
    "receipts": gettext_lazy("receipts"),
    "conclusions": gettext_lazy("conclusions"),
    "published versions": gettext_lazy("published versions"),
    "units asked": gettext_lazy("units asked"),
    "snapshots": gettext_lazy("snapshots"),
    "secrets and https": gettext_lazy("secrets and https"),
    "site address": gettext_lazy("site address"),
    "proxy": gettext_lazy("proxy"),
    "mail server": gettext_lazy("mail server"),
}


@dataclass(frozen=True)
class Found:
    """What one examination found; `remedy` says what to do and is empty when all is well."""

    what: str
    says: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.remedy

    @property
    def name(self) -> str:
        return str(NAMES.get(self.what, self.what))


Examination = Callable[[], Found]
