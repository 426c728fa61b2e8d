import json
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveys.management.diagnosis import examine
from surveys.management.examination import Found


class Command(BaseCommand):
    help = "Say what is wrong with this installation and what to do about it. Ends with 1 when anything is wrong."
    requires_system_checks = ()  # an installation too ill for them is examined all the same

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines, in English")
        parser.add_argument(
            "--language", choices=list(dict(settings.LANGUAGES)), help="default: Chinese where the terminal is Chinese"
        )
        parser.add_argument(
            "--whole-history",
            action="store_true",
            help="verify every event, not the newest, and compute every revision and snapshot anew",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        language = "en" if options["json"] else options["language"] or _language_of_the_terminal()
        found = examine(whole_history=options["whole_history"], language=language)
        if options["json"]:
            self.stdout.write(json.dumps([vars(one) for one in found], indent=1, ensure_ascii=False))
        else:
            with override(language):
                self._print(found)
        if not all(one.is_well for one in found):
            sys.exit(1)

    def _print(self, found: list[Found]) -> None:
        for one in found:
            mark = _("ok   ") if one.is_well else _("WRONG")
            remedy = "" if one.is_well else f" → {one.remedy}"
            self.stdout.write(
                _("%(mark)s %(what)s: %(says)s") % {"mark": mark, "what": one.name, "says": one.says} + remedy
            )


def _language_of_the_terminal() -> str:
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh-hans" if told.startswith("zh") else "en"
