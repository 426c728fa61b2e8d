"""What is wrong with a questionnaire in a file, by cell, before anybody uploads it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from surveys.lib.problems import Problem
from surveys.lib.text import LANGUAGES, in_language
from surveys.workbooks.xlsform.problems import sheet_and_cell
from surveys.workbooks.xlsform.reading import read_definition_file

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
            self.stdout.write(
                json.dumps([_in_json(problem, language) for problem in form.problems], ensure_ascii=False)
            )
        else:
            for problem in form.problems:
                self.stdout.write(_in_words(problem, language))
        if form.has_errors:
            raise SystemExit(1)


def _in_json(problem: Problem, language: str) -> dict[str, str]:
    sheet, cell = sheet_and_cell(problem)
    message = in_language(problem.message, language)
    return {"sheet": sheet, "cell": cell, "severity": problem.severity, "message": message}


def _in_words(problem: Problem, language: str) -> str:
    mark = WARNING[language] if problem.severity == "warning" else ""
    words = mark + in_language(problem.message, language)
    return f"{problem.location}: {words}" if problem.location else words
