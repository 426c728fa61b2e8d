"""Events told as sentences: who did what to which thing. Every verb recorded anywhere has its sentence here.

A sentence may use %(actor)s, %(object)s and the names of the event's details; a detail that an older event does not
have is shown as a dash.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.audit.models import Event
from surveys.lib.clock import show
from surveys.lib.language import current_language
from surveys.lib.text import in_language, nested

SENTENCES: dict[str, str | Promise] = {
    # the register and its people
    "invited": gettext_lazy("%(actor)s invited %(object)s"),
    "joined": gettext_lazy("%(actor)s accepted the invitation to %(object)s"),
    "withdrew_invitation": gettext_lazy("%(actor)s withdrew the invitation to %(object)s"),
    "shared": gettext_lazy(
        "%(actor)s set the part of %(object)s: %(facilities)s data centers, %(sections)s sections (0: all of them)"
    ),
    "ended_membership": gettext_lazy("%(actor)s ended the role of %(object)s"),
    "registered": gettext_lazy("%(actor)s entered %(object)s into the register"),
    "changed_entry": gettext_lazy("%(actor)s changed %(fields)s of %(object)s in the register"),
    "moved": gettext_lazy(
        "%(actor)s moved the data center %(object)s from %(old)s to %(new)s, as of %(date)s: %(reason)s"
    ),
    "handed_over": gettext_lazy(
        "%(actor)s moved the data center %(site)s away from %(object)s to %(new)s, as of %(date)s: %(reason)s"
    ),
    "merged": gettext_lazy("%(actor)s merged %(object)s into %(new)s, as of %(date)s: %(reason)s"),
    "took_in": gettext_lazy("%(actor)s merged %(old)s into %(object)s, as of %(date)s: %(reason)s"),
    "took_over_person": gettext_lazy("%(actor)s took over %(object)s, who has the same role in %(old)s"),
    "removed_contact": gettext_lazy("%(actor)s removed the contact %(object)s from the register"),
    "made_api_key": gettext_lazy("%(actor)s made the API key %(object)s"),
    "revoked_api_key": gettext_lazy("%(actor)s revoked the API key %(object)s"),
    "first_used_api_key": gettext_lazy("%(actor)s used the API key %(object)s for the first time"),
    # surveys and rounds
    "published": gettext_lazy("%(actor)s published %(object)s"),
    "retired": gettext_lazy("%(actor)s retired %(object)s"),
    "started_proposal": gettext_lazy("%(actor)s began to write the questionnaire “%(object)s”"),
    "changed_proposal": gettext_lazy("%(actor)s changed the proposal “%(object)s”"),
    "took_over_file": gettext_lazy("%(actor)s put the file %(file)s in the place of the proposal “%(object)s”"),
    "took_back_file": gettext_lazy("%(actor)s took the file %(file)s out of the proposal “%(object)s” again"),
    "asked_for_second_look": gettext_lazy("%(actor)s asked for a second look at the proposal “%(object)s”"),
    "discarded_proposal": gettext_lazy("%(actor)s discarded the proposal “%(object)s”"),
    "demanded_second_look": gettext_lazy("%(actor)s made publishing in %(object)s take a second person"),
    "chose_languages": gettext_lazy(
        "%(actor)s chose in which languages %(object)s writes questionnaires: %(languages)s"
    ),
    "waived_second_look": gettext_lazy("%(actor)s let one person publish in %(object)s"),
    "started_survey": gettext_lazy("%(actor)s set up the survey “%(object)s”"),
    "changed_survey": gettext_lazy("%(actor)s changed %(fields)s of the survey “%(object)s”"),
    "created_round": gettext_lazy("%(actor)s drafted the round “%(object)s”"),
    "changed_round": gettext_lazy("%(actor)s changed %(fields)s of the round “%(object)s”"),
    "issued": gettext_lazy("%(actor)s issued “%(object)s” to %(assignments)s reporting units, due %(deadline)s"),
    "extended": gettext_lazy("%(actor)s extended the deadline of %(object)s to %(deadline)s: %(reason)s"),
    "reminded": gettext_lazy("%(actor)s reminded those who had not answered “%(object)s”: %(notices)s letters"),
    "withdrew_reminders": gettext_lazy(
        "%(actor)s withdrew reminders of “%(object)s” that were overtaken before they could be sent: %(notices)s letters"
    ),
    "postponed": gettext_lazy(
        "%(actor)s moved the deadline of the whole round “%(object)s” to %(deadline)s: %(reason)s"
    ),
    "closed_early": gettext_lazy("%(actor)s closed the round “%(object)s” before its deadline: %(reason)s"),
    "withdrew_round": gettext_lazy("%(actor)s withdrew the round “%(object)s”: %(reason)s"),
    "added_assignment": gettext_lazy("%(actor)s added %(object)s to the round, due %(deadline)s"),
    "deleted_round": gettext_lazy("%(actor)s deleted the draft of the round “%(object)s”"),
    "excluded": gettext_lazy("%(actor)s took %(object)s out of the round: %(reason)s"),
    "took_back": gettext_lazy("%(actor)s took %(object)s back into the round"),
    "went_over": gettext_lazy("%(actor)s let %(new)s answer for %(object)s in place of %(old)s"),
    "amended": gettext_lazy(
        "%(actor)s changed the questionnaire of “%(object)s” from version %(old)s to version %(new)s: %(why)s"
    ),
    "told_of_amendment": gettext_lazy(
        "%(actor)s told those concerned that the questionnaire of “%(object)s” was changed: %(notices)s letters"
    ),
    "closed": gettext_lazy("%(actor)s closed the round “%(object)s”"),
    "letter_right": gettext_lazy("%(contact)s of %(object)s acknowledged the letter: is the right person"),
    "letter_wrong": gettext_lazy("%(contact)s of %(object)s is not the right person and named %(named)s"),
    "letter_not_ours": gettext_lazy("%(contact)s of %(object)s says that %(sites)s is no longer theirs: %(text)s"),
    "letter_help": gettext_lazy("%(contact)s of %(object)s asks for help: %(text)s"),
    "settled_letter": gettext_lazy("%(actor)s dealt with what %(contact)s of %(object)s had answered: %(note)s"),
    "letter_came_back": gettext_lazy("The letter came back from %(email)s: %(object)s (%(status)s)"),
    "passed_on_letter": gettext_lazy(
        "%(actor)s passed the letter to %(object)s on to %(contact)s, as it had not reached %(failed)s"
    ),
    "asked_to_acknowledge": gettext_lazy(
        "%(actor)s asked those who had not acknowledged “%(object)s” to do so: %(notices)s letters"
    ),
    "sent_again": gettext_lazy("%(actor)s sent the letter again: %(object)s"),
    # receipts
    "made_receipt_key": gettext_lazy(
        "%(actor)s made the key %(object)s%(whose)s to sign receipts with, from %(from)s to %(until)s: SHA-256 %(fingerprint)s"
    ),
    "revoked_receipt_key": gettext_lazy(
        "%(actor)s revoked the key %(object)s%(whose)s to sign receipts with: SHA-256 %(fingerprint)s"
    ),
    # reports
    "chose_factors": gettext_lazy("%(actor)s chose the emission factors of “%(object)s”: %(factors)s"),
    "asked_for_report": gettext_lazy("%(actor)s asked for the report workbook of “%(object)s” (%(region)s)"),
    "took_report": gettext_lazy("%(actor)s downloaded the report workbook of “%(object)s” (%(region)s)"),
    "asked_for_answers": gettext_lazy("%(actor)s asked for the answers to “%(object)s” as a workbook (%(region)s)"),
    "took_answers": gettext_lazy("%(actor)s downloaded the answers to “%(object)s” as a workbook (%(region)s)"),
    # responses
    "opened": gettext_lazy("%(actor)s opened the questionnaire of %(object)s for the first time"),
    "marked_ready": gettext_lazy("%(actor)s marked %(object)s as ready to sign"),
    "sent_back_to_preparer": gettext_lazy("%(actor)s did not sign %(object)s: %(word)s"),
    "demanded_signer": gettext_lazy("%(actor)s made submitting for %(object)s take a second person"),
    "waived_signer": gettext_lazy("%(actor)s let one person submit for %(object)s"),
    "confirmed": gettext_lazy("%(actor)s confirmed the data of %(object)s"),
    "filled_in_by_workbook": gettext_lazy(
        "%(actor)s filled in the forms of %(object)s by the workbook %(file)s: %(units)s saved, %(left_out)s left out, "
        "%(new)s answers new, %(changed)s changed"
    ),
    "submitted": gettext_lazy(
        "%(actor)s submitted %(object)s, revision %(revision)s, receipt %(receipt)s%(late)s%(because)s"
    ),
    "submitted_nil": gettext_lazy(
        "%(actor)s submitted a nil return for %(object)s, revision %(revision)s, receipt %(receipt)s%(late)s%(because)s"
    ),
    "attached": gettext_lazy("%(actor)s uploaded the file “%(name)s” for %(object)s"),
    "looked_at_file": gettext_lazy("%(actor)s looked at the file “%(name)s” of %(object)s"),
    "took_file": gettext_lazy("%(actor)s downloaded the file “%(name)s” of %(object)s"),
    "swept_files": gettext_lazy("%(actor)s removed files that no answer of %(object)s names any more: %(names)s"),
    "wrote_to_bureau": gettext_lazy("%(actor)s wrote to the authority about %(object)s"),
    "wrote_to_operator": gettext_lazy("%(actor)s wrote to the operator about %(object)s"),
    "spared_answer": gettext_lazy("%(actor)s found that the last message about %(object)s needs no answer"),
    "asked_extension": gettext_lazy("%(actor)s asked for more time for %(object)s, until %(deadline)s: %(reason)s"),
    "asked_reopening": gettext_lazy("%(actor)s asked that %(object)s be opened again: %(reason)s"),
    "withdrew_request": gettext_lazy("%(actor)s withdrew the request for %(object)s"),
    "asked_tenant": gettext_lazy("%(actor)s asked the tenant %(tenant)s for figures of %(object)s, by %(deadline)s"),
    "sent_tenant_link": gettext_lazy(
        "%(actor)s sent the tenant %(tenant)s another link to what is asked of %(object)s, by %(deadline)s"
    ),
    "withdrew_from_tenant": gettext_lazy("%(actor)s withdrew what the tenant %(tenant)s was asked about %(object)s"),
    "tenant_answered": gettext_lazy("The tenant %(tenant)s declared what it was asked about %(object)s (%(name)s)"),
    "took_over_declared": gettext_lazy(
        "%(actor)s took over what was declared by %(tenants)s at “%(question)s” of %(object)s"
    ),
    "unmarked_declared": gettext_lazy(
        "%(actor)s said that “%(question)s” of %(object)s no longer holds what was declared by %(tenants)s"
    ),
    "granted_request": gettext_lazy("%(actor)s granted what was asked for %(object)s, until %(deadline)s: %(reason)s"),
    "refused_request": gettext_lazy("%(actor)s refused what was asked for %(object)s: %(reason)s"),
    "accepted": gettext_lazy("%(actor)s accepted revision %(revision)s of %(object)s"),
    "recalled": gettext_lazy("%(actor)s took back the sending back of revision %(revision)s of %(object)s"),
    "sent_back": gettext_lazy(
        "%(actor)s sent back revision %(revision)s of %(object)s with %(remarks)s, to be corrected by %(deadline)s"
    ),
}
Columns = Mapping[str, str | Promise]
"""What the columns of tables are called in a sentence. The rooms above know: the register's and the rounds' are theirs."""


def sentence(event: Event, columns: Columns) -> str:
    """What happened, in the language that is active. A verb nobody wrote a sentence for is shown as it is."""
    template = SENTENCES.get(event.verb)
    if template is None:
        return " · ".join(part for part in (event.actor_name, event.verb, event.object_name) if part)
    return nested(str(template) % _Words(_words_of(event, columns)))


class _Words(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "—"


def _words_of(event: Event, columns: Columns) -> dict[str, str]:
    told = {name: _told(name, value, columns) for name, value in event.details.items()}
    return (
        {"because": "", "whose": ""}
        | told
        | {"actor": event.actor_name or _("The system"), "object": event.object_name}
    )


def _told(name: str, value: Any, columns: Columns) -> str:
    if name == "fields":
        return _(", ").join(str(columns.get(column, column)) for column in value)
    return TELLERS[name](value) if name in TELLERS else str(value)


def _deadline(value: object) -> str:
    """The oldest events hold it as the text it was then."""
    return show(datetime.fromisoformat(value["at"]), value["zone"]) if isinstance(value, dict) else str(value)


def _in_this_language(value: object) -> str:
    return in_language(value, current_language()) if isinstance(value, dict) else str(value)


def _whose(names: dict[str, str]) -> str:
    return _(" of %(authority)s") % {"authority": _in_this_language(names)}


def _late(is_late: bool) -> str:
    return _(" (late)") if is_late else ""


def _because(reason: str) -> str:
    return _("; why it was changed: %(reason)s") % {"reason": reason} if reason else ""


def _remarks(remarks: Mapping[str, str]) -> str:
    if not remarks:
        return _("no remark, at the operator's request")
    return ngettext("a remark on %(count)s question", "remarks on %(count)s questions", len(remarks)) % {
        "count": len(remarks)
    }


TELLERS: dict[str, Callable[[Any], str]] = {
    "because": _because,
    "deadline": _deadline,
    "late": _late,
    "region": _in_this_language,
    "remarks": _remarks,
    "whose": _whose,
    "why": _in_this_language,
}
