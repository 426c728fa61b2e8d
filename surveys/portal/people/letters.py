"""The page to which a letter's second link leads: is this the right person, who else is, or what is in the way.

It opens without logging in and shows nothing that the letter does not say. Looking at it changes nothing, since mail
scanners look at every link; only the buttons do.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from surveys.accounts import invitations
from surveys.accounts.people import works_there
from surveys.audit.idempotency import keeps_its_own_key
from surveys.lib.clock import database_now, show
from surveys.lib.columns import longest
from surveys.lib.forms import LinesField, SaysWhatIsNeeded
from surveys.models import Acknowledgement, Assignment, Contact, Round, User
from surveys.notices import acknowledging
from surveys.rounds.letters import actions
from surveys.rounds.letters.queries import open_to
from surveys.rounds.queries import deadline_of

Answer = Acknowledgement.Answer
ANSWERED = "answered_letter"
"""In the session: the key of the answer just given, so that no address shows the letter's token afterwards."""
MOST_LISTED = 20


class NoFields(forms.Form):
    pass


class NamingForm(SaysWhatIsNeeded, forms.Form):
    name = forms.CharField(label=gettext_lazy("Full name"), max_length=longest(Contact, "name"))
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=longest(Contact, "email"),
        help_text=gettext_lazy("The letter goes to this address, with a way in."),
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=longest(Contact, "phone"), required=False)


class DisowningForm(SaysWhatIsNeeded, forms.Form):
    sites = forms.MultipleChoiceField(
        label=gettext_lazy("Which of them"), widget=forms.CheckboxSelectMultiple, required=True
    )
    text = LinesField(
        label=gettext_lazy("Where it went, and since when, as far as you know"),
        max_length=longest(Acknowledgement, "text"),
        required=False,
    )

    def __init__(self, *args: Any, asked: list[Assignment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = {str(one.pk): one for one in asked}
        field = self.fields["sites"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, str(one)) for key, one in self.asked.items()]
        if len(asked) == 1:
            field.initial = list(self.asked)

    def clean_sites(self) -> list[Assignment]:
        return [self.asked[key] for key in self.cleaned_data["sites"]]


class HelpForm(SaysWhatIsNeeded, forms.Form):
    text = LinesField(
        label=gettext_lazy("What do you need?"), max_length=longest(Acknowledgement, "text"), required=False
    )
    phone = forms.CharField(
        label=gettext_lazy("Under which number can we call you?"),
        max_length=longest(Acknowledgement, "contact_phone"),
        required=False,
    )


@login_not_required
@never_cache
@keeps_its_own_key
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """The same answer given twice is one answer, so the deed needs no key."""
    found = acknowledging.find(token)
    round = _round(found[0]) if found else None
    if found is None or round is None:
        return render(request, "portal/people/letter/unknown.html", status=404)
    contact = found[1]
    asked = open_to(round, contact, database_now())
    if not asked:
        return _over(request, round)
    sent = request.POST.get("answer", "") if request.method == "POST" else ""
    pages = _forms(request, sent, asked)
    page = pages.get(sent)
    problem = ""
    if page is not None and page.is_valid():
        try:
            return _answered(request, DEEDS[sent](request, round, contact, page))
        except actions.NotAsked:
            return _over(request, round)
        except (actions.NamedHimself, actions.NamedTooOften, actions.LogInFirst) as refusal:
            problem = str(WHY_NOT[type(refusal)])
    return _page(request, round, contact, asked, pages, sent, problem)


def _round(pk: uuid.UUID) -> Round | None:
    rows = Round.objects.filter(pk=pk, issued_at__isnull=False)
    return rows.select_related("survey__authority", "version").defer("version__definition").first()


def _over(request: HttpRequest, round: Round) -> HttpResponse:
    return render(request, "portal/people/letter/over.html", {"round": round}, status=410)


def _forms(request: HttpRequest, sent: str, asked: list[Assignment]) -> dict[str, forms.Form]:
    def data(answer: str) -> Any:
        return request.POST if answer == sent else None

    return {
        Answer.RIGHT: NoFields(data(Answer.RIGHT)),
        Answer.WRONG: NamingForm(data(Answer.WRONG), auto_id="wrong_%s"),
        Answer.NOT_OURS: DisowningForm(data(Answer.NOT_OURS), asked=asked, auto_id="not_ours_%s"),
        Answer.HELP: HelpForm(data(Answer.HELP), auto_id="help_%s"),
    }


def _page(
    request: HttpRequest,
    round: Round,
    contact: Contact,
    asked: list[Assignment],
    pages: dict[str, forms.Form],
    sent: str,
    problem: str,
) -> HttpResponse:
    last = Acknowledgement.objects.filter(round=round, contact=contact).order_by("-answered_at").first()
    context = {
        "round": round,
        "contact": contact,
        "asked": asked,
        "some": asked[:MOST_LISTED],
        "deadline": show(min(deadline_of(one) for one in asked), round.time_zone),
        "form": pages.get(sent),
        "wrong": pages[Answer.WRONG],
        "not_ours": pages[Answer.NOT_OURS],
        "help": pages[Answer.HELP],
        "sent": sent,
        "problem": problem,
        "last": last,
        "logs_in_first": works_there(contact.email, contact.organisation) and not _is_theirs(request, contact),
    }
    return render(request, "portal/people/letter/page.html", context, status=409 if problem else 200)


def _is_theirs(request: HttpRequest, contact: Contact) -> bool:
    return isinstance(request.user, User) and request.user.email == contact.email.lower()


# --- the four answers ---------------------------------------------------------------------------------------------------


def _right(request: HttpRequest, round: Round, contact: Contact, form: forms.Form) -> Acknowledgement:
    return actions.acknowledge(round=round, contact=contact)


def _wrong(request: HttpRequest, round: Round, contact: Contact, form: forms.Form) -> Acknowledgement:
    person = actions.Person(**form.cleaned_data, language=get_language() or settings.LANGUAGE_CODE)
    by = request.user if isinstance(request.user, User) else None
    return actions.name_another(round=round, contact=contact, person=person, by=by)


def _not_ours(request: HttpRequest, round: Round, contact: Contact, form: forms.Form) -> Acknowledgement:
    return actions.disown(round=round, contact=contact, **form.cleaned_data)


def _help(request: HttpRequest, round: Round, contact: Contact, form: forms.Form) -> Acknowledgement:
    return actions.ask_for_help(round=round, contact=contact, **form.cleaned_data)


DEEDS: dict[str, Callable[[HttpRequest, Round, Contact, Any], Acknowledgement]] = {
    Answer.RIGHT: _right,
    Answer.WRONG: _wrong,
    Answer.NOT_OURS: _not_ours,
    Answer.HELP: _help,
}
WHY_NOT: dict[type[Exception], Any] = {
    actions.NamedHimself: gettext_lazy("This is your own address. Name the other person’s, or say that it is you."),
    actions.NamedTooOften: gettext_lazy(
        "Your organisation has named another person several times already. Please call the authority."
    ),
    actions.LogInFirst: gettext_lazy("There is an account for your address. Log in first, then name the other person."),
}


# --- afterwards ---------------------------------------------------------------------------------------------------------


def _answered(request: HttpRequest, answer: Acknowledgement) -> HttpResponse:
    request.session[ANSWERED] = str(answer.pk)
    return redirect("letter_answered")


@login_not_required
@never_cache
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """What happens now. Whoever is the right person is led on: by his invitation, or through the login to the return."""
    rows = Acknowledgement.objects.select_related("round__survey__authority", "contact__organisation")
    given = rows.filter(pk=request.session[ANSWERED]).first() if ANSWERED in request.session else None
    if given is None:
        return redirect("home")
    if given.answer == Answer.RIGHT and (onward := _onward(given)):
        return redirect(onward)
    return render(request, "portal/people/letter/answered.html", {"answer": given, "round": given.round})


def _onward(given: Acknowledgement) -> str:
    """Nothing for whom another way in was sent by mail, or nobody lets in."""
    contact, at = given.contact, database_now()
    if contact is None:
        return ""
    if works_there(contact.email, contact.organisation):
        return _to_the_return(given.round, contact)
    invitation = invitations.open_invitation_for(contact.email, contact.organisation, at)
    is_of_the_letter = invitation is not None and invitation.created_at < given.answered_at
    if invitation is None or not is_of_the_letter:
        return ""
    return invitations.path_of(invitation, leads_to=_to_the_return(given.round, contact))


def _to_the_return(round: Round, contact: Contact) -> str:
    """To the only unit there is, else to the list of them."""
    asked = open_to(round, contact, database_now())
    if len(asked) == 1:
        return reverse("portal:assignment", args=[asked[0].pk])
    return reverse("portal:round", args=[round.pk])
