"""Whether a receipt is one of ours, and whether answers are those it was given for."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from surveys.lib.text import LANGUAGES
from surveys.receipts.checking import Reason, UnusableFile, Verdict, answers_fit
from surveys.receipts.queries import judged
from surveys.receipts.wording import SENTENCES


class Command(BaseCommand):
    help = "Look whether a receipt is genuine. Exit status 0 if it is, 1 if it is not, 2 if a file cannot be used."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("receipt", type=Path, metavar="FILE", help="the receipt as JSON")
        parser.add_argument("answers", type=Path, nargs="?", metavar="ANSWERS", help="the answers as JSON")
        parser.add_argument("--language", choices=LANGUAGES, default="zh", help="default %(default)s")
        parser.add_argument("--json", action="store_true", help="print an object for machines instead of a line")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict, fits = _looked_at(options["receipt"], options["answers"])
        reason = Reason.OTHER_ANSWERS if verdict.is_valid and fits is False else verdict.reason
        if options["json"]:
            self.stdout.write(json.dumps(_for_machines(verdict, reason, fits), ensure_ascii=False))
        else:
            with override("zh-hans" if options["language"] == "zh" else "en"):
                self.stdout.write(str(SENTENCES[reason]))
        if reason is not Reason.VALID:
            sys.exit(1)


def _looked_at(receipt: Path, answers: Path | None) -> tuple[Verdict, bool | None]:
    """With whether the answers are its own, None where there are none to look at, or it is not genuine itself."""
    path = receipt
    try:
        verdict, theirs = judged(receipt.read_bytes()), None
        if answers is not None:
            path, content = answers, answers.read_bytes()
            theirs = answers_fit(verdict.facts or {}, content)
    except OSError as error:
        raise CommandError(f"The file {path} cannot be read: {error.strerror}.", returncode=2) from error
    except UnusableFile as error:
        raise CommandError(f"The file {path} cannot be used: {error}.", returncode=2) from error
    return verdict, theirs if verdict.is_valid else None


def _for_machines(verdict: Verdict, reason: Reason, fits: bool | None) -> dict[str, object]:
    facts: Mapping[str, object] = verdict.facts or {}
    told = {name: facts.get(name) for name in ("receipt_no", "kid", "signed_at", "answers_sha256")}
    return {"valid": reason is Reason.VALID, "reason": str(reason), "answers": fits, **told}
