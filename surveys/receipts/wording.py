"""What came of looking at a receipt, in a sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from surveys.receipts.checking import Reason

SENTENCES: dict[Reason, str | Promise] = {
    Reason.VALID: gettext_lazy("The receipt is genuine and unaltered."),
    Reason.NO_RECEIPT: gettext_lazy("This is no receipt, or parts of it are missing."),
    Reason.UNKNOWN_KEY: gettext_lazy(
        "The key that it names is none of ours: it was altered, or another authority issued it."
    ),
    Reason.ALTERED: gettext_lazy("It is not what we signed: something in it was altered, or it was never ours."),
    Reason.LATER_VERSION: gettext_lazy("It has a form that this version of the system does not know."),
    Reason.OTHER_AUTHORITY: gettext_lazy("It was signed with the key of another authority than the one that it names."),
    Reason.NOT_VALID_THEN: gettext_lazy("Its key was not valid when it was signed."),
    Reason.REVOKED: gettext_lazy("Its key was revoked because somebody else may have it, and we have no such receipt on record."),
    Reason.OTHER_ANSWERS: gettext_lazy("The receipt is genuine, but these are not the answers it was given for."),
}  # fmt: skip
