"""The two ways to check a receipt."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.lib.forms import NamesWhatIsMissing

MOST_BYTES_OF_A_RECEIPT = 256 * 1024
MOST_BYTES_OF_ANSWERS = 5 * 1024 * 1024


class ByNumber(NamesWhatIsMissing, forms.Form):
    number = forms.CharField(label=_("Receipt number"), max_length=60, help_text=_("Like 7KQ4-M2XD-P9RT"))
    code = forms.CharField(label=_("Check code"), max_length=60, help_text=_("Like 3f9a-77c2-0b1e-a4d0"))


class ByFile(NamesWhatIsMissing, forms.Form):
    """The text goes before the file."""

    document = forms.CharField(
        required=False, label=_("The receipt as text (JSON)"), widget=forms.Textarea({"rows": 6})
    )
    receipt = forms.FileField(required=False, allow_empty_file=True, label=_("or as a file"))
    answers = forms.FileField(required=False, allow_empty_file=True, label=_("Its answers as a file"))

    def clean(self) -> None:
        if not (self.cleaned_data.get("document") or self.cleaned_data.get("receipt")):
            self.add_error("receipt", _("Paste the receipt, or choose its file."))

    @property
    def content(self) -> bytes:
        text: str = self.cleaned_data["document"]
        return text.encode() if text else self._read("receipt", MOST_BYTES_OF_A_RECEIPT)

    @property
    def content_of_answers(self) -> bytes | None:
        """None where none were given."""
        return self._read("answers", MOST_BYTES_OF_ANSWERS) if self.cleaned_data["answers"] else None

    def _read(self, name: str, most: int) -> bytes:
        """What is longer is cut, and no JSON any more."""
        content: bytes = self.cleaned_data[name].read(most)
        return content
