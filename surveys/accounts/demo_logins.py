"""Who can sign in to look at the demo: kept beside its database, shown on its login page, and nowhere else."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from surveys.accounts.models import Membership


@dataclass(frozen=True)
class DemoLogin:
    who: str
    email: str
    password: str

    @property
    def membership(self) -> Membership | None:
        theirs = Membership.objects.filter(user__email=self.email, ended_at=None)
        return theirs.select_related("user", "authority", "organisation").first()


def _file() -> Path:
    return settings.DATA_DIR / "logins.json"


def keep(logins: Iterable[DemoLogin]) -> None:
    _file().write_text(json.dumps([asdict(login) for login in logins]))


def demo_logins() -> list[DemoLogin]:
    """Empty outside a demo, whatever lies in the folder."""
    if not settings.DEMO or not _file().exists():
        return []
    return [DemoLogin(**login) for login in json.loads(_file().read_text())]
