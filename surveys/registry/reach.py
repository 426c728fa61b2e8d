"""How the rows of a model hang on an organisation, a region and an authority; accounts.access decides by it who sees them."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models


@dataclass(frozen=True)
class Reach:
    """Lookup paths from a model: to the organisation it belongs to, the region it lies in, the authority that owns it.

    `authority` alone means: seen by the officers of that authority, of those above it and, unless `inner`, below it.
    `facility`: to the one it is about, for colleagues who see only some; where there is none, they do not see it.
    `issued` names a path that must not be null before an operator, or an officer below, may see the row.
    """

    organisation: str | None = None
    region: str | None = None
    authority: str | None = None
    issued: str | None = None
    inner: bool = False
    facility: str | None = None

    def through(self, key: str) -> "Reach":
        """The reach of a model that hangs, by this foreign key, on the one whose reach this is."""
        paths = (self.organisation, self.region, self.authority, self.issued, self.facility)
        organisation, region, authority, issued, facility = (
            None if path is None else join(key, path) for path in paths
        )
        return Reach(organisation, region, authority, issued, self.inner, facility)


def join(*steps: str) -> str:
    """A lookup path of these steps, of which some may be empty: the row itself."""
    return "__".join(filter(None, steps))


class Reachable(models.Model):
    """Rows that are shown to some people and not to others: a model without a reach is shown to nobody."""

    REACH: ClassVar[Reach]

    class Meta:
        abstract = True
