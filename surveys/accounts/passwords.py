"""What a password must be, in words of ours where Django's are not translated."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from surveys.accounts.models import User
from surveys.registry.models import Authority, Organisation, Region

LEAST_GUESSES = 10**10
DATE = re.compile(
    r"(19|20)\d\d([-./年]?\d{1,2}([-./月]?\d{1,2})?)?[年月日号]?|(?<!\d)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"
)
"""Also the six digits of a birthday."""
SHORTEST_WORD = 4
MOST_READ = 72
"""The rest of a longer one is not looked at, since looking takes the longer the more there is."""
EASY_WORDS = Path(__file__).with_name("easy_words.txt").read_text(encoding="utf-8").split()
"""What the product is about, in Chinese, English and pinyin, and the places of the country."""


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("The password has fewer than %(least)d characters. Make it longer.") % {"least": self.min_length}


class HardToGuess:
    """Common passwords and words, years, keys beside each other, repetition, and what anybody knows of the person."""

    def validate(self, password: str, user: User | None = None) -> None:
        known = list(dict.fromkeys([*_words_about(user), *_regions(), *EASY_WORDS]))
        rest = _without(known, DATE.sub("", password))[:MOST_READ]
        # What is left may still hold a known word in disguise, such as Be1j1ng.
        if not rest or zxcvbn(rest, user_inputs=known)["guesses"] < LEAST_GUESSES:
            raise ValidationError(
                _(
                    "This password is easy to guess: names, places, years, common words, series of digits, keys beside"
                    " each other and repetition hardly count. Take several words that have nothing to do with you or"
                    " your work."
                ),
                code="password_easy_to_guess",
            )

    def get_help_text(self) -> str:
        return _("At least 12 characters. A sentence you can remember is better than a short riddle.")


def _without(known: Iterable[str], password: str) -> str:
    """The longest first, so that nothing stays of a name that holds another one. Short Latin words are in anything."""
    words = sorted((word for word in known if len(word) >= SHORTEST_WORD or not word.isascii()), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, words)), "", password, flags=re.IGNORECASE)


def _words_about(user: User | None) -> Iterator[str]:
    if user is None:
        return
    yield from _split(user.name)
    yield from _split(user.email)
    yield user.email.partition("@")[2]
    yield from _split(user.phone)
    for name in _bodies_of(user.email):
        yield from _split(name)


def _bodies_of(email: str) -> Iterable[str]:
    """The names and numbers of what a person belongs to, or is about to join."""
    theirs = Q(membership__user__email=email) | Q(invitation__email=email)
    for authority in Authority.objects.filter(theirs).distinct():
        yield from (authority.name_zh, authority.name_en)
    for name, number in Organisation.objects.filter(theirs).distinct().values_list("name", "number"):
        yield from (name, number)


def _regions() -> Iterator[str]:
    for chinese, english in Region.objects.values_list("name_zh", "name_en"):
        yield from (chinese, chinese[:-1], english.lower())


def _split(text: str) -> Iterator[str]:
    """The whole, its words, and of what is written without spaces every part of two characters and more."""
    yield text.lower()
    for word in re.findall(r"\w+", text.lower()):
        yield word
        if not word.isascii():
            yield from (word[start:end] for start in range(len(word)) for end in range(start + 2, len(word) + 1))
