"""Asking a virus scanner about a file, where the installation names one."""

import logging
import subprocess
import tempfile
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from surveys.lib.files.kinds import FileRefused

SECONDS = 15
"""Below the 20 seconds for which others wait for SQLite: the file is scanned while its form is being saved."""
CLEAN, INFECTED = 0, 1
logger = logging.getLogger(__name__)


def refuse_if_infected(content: bytes) -> None:
    """Raises FileRefused for an infected file, and for one that could not be looked at: in doubt nothing is taken."""
    if words := words_against(content):
        raise FileRefused(words())


def words_against(content: bytes) -> Callable[[], str] | None:
    """Why the file is not taken, in whatever language is asked for; None where nothing speaks against it."""
    told = answer_to(content) if settings.ATTACHMENT_SCANNER else CLEAN
    if told == CLEAN:
        return None
    if told == INFECTED:
        return lambda: _("The virus scanner found something in this file. Clean your computer, then upload it anew.")
    return lambda: _("The file could not be checked for viruses. Try again in a few minutes.")


def answer_to(content: bytes) -> int | None:
    """The scanner's exit status; None when it did not run or did not end."""
    with tempfile.NamedTemporaryFile(dir=settings.DATA_DIR, prefix="scanned-") as file:
        file.write(content)
        file.flush()
        try:
            done = subprocess.run(
                [*settings.ATTACHMENT_SCANNER, file.name],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            logger.error("the scanner did not answer: %s", error)
            return None
    return done.returncode
