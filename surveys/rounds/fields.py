"""What officers may change of a round and of its survey, and what the history calls it."""

from django.utils.translation import gettext_lazy as _

from surveys.audit.sentences import Columns

CHANGEABLE: Columns = {
    "title_zh": _("the Chinese title"),
    "title_en": _("the English title"),
    "period_start": _("the start of the reference period"),
    "period_end": _("the end of the reference period"),
    "deadline": _("the deadline"),
    "time_zone": _("the time zone"),
    "nil_return_required": _("whether a nil return is required"),
    "nil_gives_figures": _("whether a nil return gives figures"),
    "two_persons": _("whether who prepares may submit"),
    "audience": _("the audience"),
    "reminder_fractions": _("the reminders"),
    "instructions_zh": _("the instructions (Chinese)"),
    "instructions_en": _("the instructions (English)"),
    "enquiries": _("whom to call"),
    "exit_limit": _("the day by which mining is to have ended"),
}
SURVEY_WORDING: Columns = {
    "title_zh": _("the Chinese title"),
    "title_en": _("the English title"),
    "legal_basis_zh": _("the legal basis (Chinese)"),
    "legal_basis_en": _("the legal basis (English)"),
    "burden_zh": _("the expected effort (Chinese)"),
    "burden_en": _("the expected effort (English)"),
}
COLUMNS: Columns = {**CHANGEABLE, **SURVEY_WORDING}
