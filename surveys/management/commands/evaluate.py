"""Expressions tried out on made-up answers, for whoever writes a form."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from surveys.questionnaires.trial import try_case


class Command(BaseCommand):
    help = "Work out expressions on the answers given with them, and print the results as JSON."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cases", type=Path, metavar="CASES.json", help="a JSON list of cases, see the manual")

    def handle(self, *args: Any, **options: Any) -> None:
        results = [try_case(case) for case in cases_in(options["cases"])]
        # Half a surrogate pair can stand in JSON, but not be printed.
        text = json.dumps(results, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode()
        self.stdout.write(text)


def cases_in(path: Path) -> list[object]:
    try:
        cases = json.loads(path.read_bytes(), parse_float=Decimal, parse_int=Decimal, parse_constant=_refused)
    except OSError as error:
        raise CommandError(f"The file {path} cannot be read: {error.strerror}.", returncode=2) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"The file {path} is no JSON.", returncode=2) from error
    if not isinstance(cases, list):
        raise CommandError(f"The file {path} holds no JSON list.", returncode=2)
    return cases


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")
