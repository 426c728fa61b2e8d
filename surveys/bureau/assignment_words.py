"""What the units of a round are called: data centers, or organisations where the questionnaire is answered once for each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.rounds.models import Round


@dataclass(frozen=True)
class UnitWords:
    one: str
    many: str


def words_of(round: Round) -> UnitWords:
    if round.asks_organisations:
        return UnitWords(_("organisation"), _("organisations"))
    return UnitWords(_("data center"), _("data centers"))
