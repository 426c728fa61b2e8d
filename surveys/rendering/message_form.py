"""The form in which either side writes to the other."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from surveys.lib.forms import LinesField
from surveys.responses.dialogue.messages import LONGEST_MESSAGE


class MessageForm(forms.Form):
    text = LinesField(
        label=gettext_lazy("Your message"),
        max_length=LONGEST_MESSAGE,
        rows=5,
        error_messages={"required": gettext_lazy("Write your message")},
    )


def seen_in(data: QueryDict) -> int:
    """The last message that the writer had before his eyes; 0 where there was none."""
    text = data.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
