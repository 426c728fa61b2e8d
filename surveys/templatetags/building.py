"""Tags of the builder: fields by name, and the two languages of a text side by side."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms, template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.editing.locations import in_words
from surveys.questionnaires.form import StoredDefinition
from surveys.questionnaires.queries import title_of

register = template.Library()
LACKING = {"zh": lambda: _("the Chinese is missing"), "en": lambda: _("the English is missing")}


@register.filter
def told(text: object) -> str:
    """A text of a definition that need not be sound, in the page's language."""
    return in_language(text, current_language()) if isinstance(text, dict) else ""


@register.filter
def titled(proposal: object) -> str:
    return title_of(proposal, current_language())


@register.filter
def severity(name: str) -> str:
    return {"hard": _("hard"), "soft": _("soft"), "info": _("info")}.get(name, name)


@register.filter
def said_of(location: str, definition: StoredDefinition) -> str:
    return in_words(definition, location, current_language())


@register.filter
def lacking(language: str) -> str:
    return LACKING[language]() if language in LACKING else language


@register.simple_tag
def fields(form: forms.Form, names: str) -> SafeString:
    """Those of the named fields the form has, each in a place that problems can point to."""
    there = [name for name in names.split() if name in form.fields]
    return format_html_join("", '<div id="at-{}">{}</div>', ((name, _drawn(form, name)) for name in there))


@register.simple_tag
def pair(form: forms.Form, key: str) -> SafeString:
    """A text in the languages of the questionnaire side by side, with a mark for one that is missing."""
    there = [language for language in LACKING if f"{key}_{language}" in form.fields]
    if not there:
        return SafeString("")
    told = {language: (form[f"{key}_{language}"].value() or "").strip() for language in there}
    missing = [language for language in there if any(told.values()) and not told[language]]
    marks = format_html_join("", '<span class="tag tag-attention">{}</span>', ((lacking(one),) for one in missing))
    drawn = format_html_join("", '<div lang="{}">{}</div>', ((one, _drawn(form, f"{key}_{one}")) for one in there))
    return format_html('<div class="text-pair" id="at-{}">{}{}</div>', key, drawn, marks)


def _drawn(form: forms.Form, name: str) -> object:
    return as_crispy_field(form[name])
