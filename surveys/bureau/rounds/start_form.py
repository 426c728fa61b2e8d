"""The first question of a new round: what is asked, and in whose name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from surveys.lib.forms import NamesWhatIsMissing
from surveys.lib.language import in_current_language
from surveys.models import Authority, Version
from surveys.questionnaires.library import template
from surveys.questionnaires.queries import versions_in_force
from surveys.rounds.blueprints import BLUEPRINTS


def template_choices() -> list[tuple[str, str]]:
    return [(name, in_current_language(b.title_zh, b.title_en)) for name, b in BLUEPRINTS.items()]


def version_choices(authorities: list[Authority]) -> list[tuple[str, str]]:
    """The latest version in force of each questionnaire written here; those of the library stand there by their names."""
    of_the_library = [template(name)["code"] for name in BLUEPRINTS]
    versions = versions_in_force(Version.objects.filter(questionnaire__authority__in=authorities))
    latest = {
        one.questionnaire_id: one for one in versions.exclude(questionnaire__code__in=of_the_library).order_by("number")
    }
    return [(str(one.pk), f"{one} · {one.questionnaire.code}") for one in latest.values()]


class StartForm(NamesWhatIsMissing, forms.Form):
    """With one authority there is nothing to choose, and the field is not shown."""

    template = forms.ChoiceField(label=gettext_lazy("Questionnaire"), widget=forms.RadioSelect)
    authority = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=Authority.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, authorities: list[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields["authority"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = Authority.objects.filter(pk__in=[authority.pk for authority in authorities])
        own.initial = authorities[0]
        self.fields["template"].choices = [*template_choices(), *version_choices(authorities)]  # type: ignore[attr-defined]
        self.fields["template"].initial = next(iter(BLUEPRINTS))
        if len(authorities) == 1:
            own.disabled, own.widget = True, forms.HiddenInput()
