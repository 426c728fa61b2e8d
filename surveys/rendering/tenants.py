"""What tenants answered, at the question it is an answer to, with the buttons that take it over."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.lib.clock import show as show_moment
from surveys.lib.text import nested
from surveys.questionnaires.form import Question
from surveys.rendering.controls import NOTHING
from surveys.rendering.questionnaire_view import QuestionnaireView
from surveys.responses.tenants.queries import FromTenants, Offer

Typed = Callable[[QuestionnaireView, Question, Any], str]
"""An entry in the words it was typed with."""


def box_of_tenants(view: QuestionnaireView, question: Question, typed: Typed) -> SafeString:
    found = view.from_tenants.get(question.name)
    if found is None:
        return NOTHING
    return format_html(
        '<fieldset class="from-tenants" id="f-{}-tenants"><legend>{}</legend><ul class="plain-list">{}</ul>{}</fieldset>',
        question.name,
        _("Declared by tenants"),
        format_html_join("", "<li>{}</li>", ((_line(view, found, one, typed),) for one in found.offers)),
        _buttons(view, found),
    )


def _line(view: QuestionnaireView, found: FromTenants, offer: Offer, typed: Typed) -> SafeString:
    said = format_html("<strong>{}</strong> {}", offer.request.tenant, _said(view, found, offer, typed))
    if not offer.is_open:
        state = _state(offer)
        return format_html('{} <span class="tag tag-neutral">{}</span>', said, state) if state else said
    return _to_choose(found, offer, said)


def _said(view: QuestionnaireView, found: FromTenants, offer: Offer, typed: Typed) -> SafeString:
    request = offer.request
    assert request.answered_at is not None  # it is offered
    when = show_moment(request.answered_at, found.zone)
    beside = [part for part in (offer.method_in(view.language), request.declarant, when) if part]
    answer = typed(view, found.question, offer.entry)
    return format_html('<span class="aside-text">{}</span> <span class="muted">{}</span>', answer, " · ".join(beside))


def _state(offer: Offer) -> str:
    if offer.is_taken:
        return _("taken over")
    return _("answered again since") if offer.is_outdated else ""


def _to_choose(found: FromTenants, offer: Offer, said: SafeString) -> SafeString:
    name, id = found.question.name, offer.request.pk
    if found.takes_many:
        return format_html(
            '<span class="form-check"><input class="form-check-input" type="checkbox" name="tenants.{}" value="{}" '
            'id="tenant-{}-{}" checked><label class="form-check-label" for="tenant-{}-{}">{}</label></span>',
            *(name, id, name, id, name, id),
            said,
        )
    return format_html("{} {}", said, _button(f"tenants:{name}:{id}", _("Take this answer over")))


def _button(act: str, words: str) -> SafeString:
    return format_html('<button class="btn btn-sm btn-secondary" name="act" value="{}">{}</button> ', act, words)


def _buttons(view: QuestionnaireView, found: FromTenants) -> SafeString:
    """Of what is ticked; the sum is told of all that is not taken over yet."""
    if not found.takes_many or not found.open:
        return NOTHING
    name = found.question.name
    if found.question.is_table:
        return format_html('<p class="actions">{}</p>', _button(f"tenants:{name}:add", _("Append these rows")))
    total = nested(_("Together %(sum)s") % {"sum": found.sum_in(view.language)})
    add = _button(f"tenants:{name}:add", _("Add to our own figure")) if view.entry(name).get("typed") else NOTHING
    put = _button(f"tenants:{name}:put", _("Take over as the answer"))
    return format_html('<p class="actions"><span class="sum-of-tenants">{}</span> {}{}</p>', total, put, add)
