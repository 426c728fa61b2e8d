"""The first question of a new round: what is asked, and in whose name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from surveys.registry.models import Authority
from surveys.rounds.blueprints import BLUEPRINTS
from surveys.rounds.models import in_this_language


def template_choices() -> list[tuple[str, str]]:
    return [(name, in_this_language(b.title_zh, b.title_en)) for name, b in BLUEPRINTS.items()]


class StartForm(forms.Form):
    """With one authority there is nothing to choose, and the field is not shown."""

    template = forms.ChoiceField(
        label=gettext_lazy("Questionnaire"), choices=template_choices, widget=forms.RadioSelect
    )
    authority = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=Authority.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, authorities: list[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields["authority"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = Authority.objects.filter(pk__in=[authority.pk for authority in authorities])
        own.initial = authorities[0]
        self.fields["template"].initial = next(iter(BLUEPRINTS))
        if len(authorities) == 1:
            own.disabled, own.widget = True, forms.HiddenInput()
