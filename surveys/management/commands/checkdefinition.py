"""What is wrong with a questionnaire in a file, by cell, before anybody uploads it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from surveys.lib.text import LANGUAGES, in_language
from surveys.workbooks.xlsform.reading import Flaw, read_definition_file

WARNING = {"zh": "提示：", "en": "warning: "}


class Command(BaseCommand):
    help = "Check a questionnaire, an XLSForm (.xlsx) or a stored definition (.json), and print every problem with its cell."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an .xlsx, or the .json a definition is stored as")
        parser.add_argument("--json", action="store_true", help="print a list of {sheet, cell, severity, message}")
        parser.add_argument("--language", choices=LANGUAGES, default="zh", help="of the messages, default zh")

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"]
        form = read_definition_file(options["file"])
        if options["json"]:
            self.stdout.write(json.dumps([_in_json(flaw, language) for flaw in form.problems], ensure_ascii=False))
        else:
            for flaw in form.problems:
                self.stdout.write(_in_words(flaw, language))
        if form.has_errors:
            raise SystemExit(1)


def _in_json(flaw: Flaw, language: str) -> dict[str, str]:
    return {
        "sheet": flaw.sheet,
        "cell": flaw.cell,
        "severity": flaw.severity,
        "message": in_language(flaw.message, language),
    }


def _in_words(flaw: Flaw, language: str) -> str:
    mark = WARNING[language] if flaw.severity == "warning" else ""
    words = mark + in_language(flaw.message, language)
    return f"{flaw.place}: {words}" if flaw.place else words
