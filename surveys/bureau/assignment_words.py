"""What the units of a round are called: data centers, or organisations where the questionnaire is answered once for each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.models import Round


@dataclass(frozen=True)
class AssignmentWords:
    one: str
    many: str


def words_of(round: Round) -> AssignmentWords:
    if round.asks_organisations:
        return AssignmentWords(_("organisation"), _("organisations"))
    return AssignmentWords(_("data center"), _("data centers"))
