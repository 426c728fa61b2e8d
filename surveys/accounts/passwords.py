"""What a password must be, in words of ours where Django's are not translated."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("The password has fewer than %(least)d characters. Make it longer.") % {"least": self.min_length}
