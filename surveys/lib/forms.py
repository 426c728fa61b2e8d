"""How our forms speak: what may be left out says so, and what is missing is called by its name."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from surveys.lib.cleaning import plain_breaks
from surveys.lib.text import nested


def _optional(label: object) -> str:
    return _("%(label)s (optional)") % {"label": label}


def _fill_in(label: object) -> str:
    return nested(_("“%(label)s” is missing.") % {"label": label})


optional, fill_in = lazy(_optional, str), lazy(_fill_in, str)


class LinesField(forms.CharField):
    """A text of several lines, in a box of so many rows."""

    def __init__(self, *, rows: int = 3, attrs: dict[str, str] | None = None, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows, **(attrs or {})}), **options)

    def to_python(self, value: object) -> str | None:
        return super().to_python(plain_breaks(value) if isinstance(value, str) else value)


class NamesWhatIsMissing(forms.BaseForm):
    """Put before forms.Form or forms.ModelForm."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.required:
                field.error_messages = {**field.error_messages, "required": fill_in(field.label or name)}


class SaysWhatIsNeeded(NamesWhatIsMissing):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not (field.required or isinstance(field, forms.BooleanField)):
                field.label = optional(field.label or name)
