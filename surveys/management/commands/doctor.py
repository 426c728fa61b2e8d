import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from surveys.management.diagnosis import Found, examine


class Command(BaseCommand):
    help = "Say what is wrong with this installation and what to do about it. Ends with 1 when anything is wrong."
    requires_system_checks = ()  # an installation too ill for them is examined all the same

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument(
            "--whole-history",
            action="store_true",
            help="verify every event, not the newest, and compute every revision and snapshot anew",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = examine(whole_history=options["whole_history"])
        if options["json"]:
            self.stdout.write(json.dumps([vars(one) for one in found], indent=1, ensure_ascii=False))
        else:
            self._print(found)
        if not all(one.is_well for one in found):
            sys.exit(1)

    def _print(self, found: list[Found]) -> None:
        for one in found:
            self.stdout.write(f"{'ok   ' if one.is_well else 'WRONG'} {one.what}: {one.says}")
            if not one.is_well:
                self.stdout.write(f"      → {one.remedy}")
