"""The letters with which a new password is set, for those who asked and have an account."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from surveys.accounts.models import ForgottenPassword, User
from surveys.lib.clock import database_now
from surveys.notices import outbox
from surveys.notices.kinds import new_password as words
from surveys.notices.wording import Addressee

SECONDS_BETWEEN_LETTERS = 120


def answer_all(*, at: datetime | None = None) -> None:
    """A letter to each who has an account. What was asked for an unknown address is forgotten."""
    at = at or database_now()
    for asked in ForgottenPassword.objects.order_by("at"):
        _answer(asked, at)


@transaction.atomic
def _answer(asked: ForgottenPassword, at: datetime) -> None:
    user = User.objects.filter(email=asked.email, is_active=True).first()
    if user is not None:
        _write(user, at)
    asked.delete()


def _write(user: User, at: datetime) -> None:
    """One in a while, however often somebody asks: its key names the stretch of time."""
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    outbox.write(
        key=f"new_password:{user.pk}:{int(at.timestamp()) // SECONDS_BETWEEN_LETTERS}",
        to=user,
        content=words.content(Addressee(user.name, "", user.language), minutes=minutes),
        at=at,
        opens=user,
    )


def path_to_new_password(user: User) -> str:
    """Made when the letter is sent: it stands nowhere in the database, and its time begins then."""
    ids = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=ids)
