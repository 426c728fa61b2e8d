"""Answers tried out on a questionnaire: what would be asked, what the answers are worth, and what the checks say."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from surveys.lib.text import LANGUAGES, in_language
from surveys.questionnaires.evaluation import Evaluation, evaluate
from surveys.questionnaires.expressions import kind_of_fact
from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading import Definition, load
from surveys.questionnaires.trial import Unusable, entries_of, findings, outcome, unasked
from surveys.workbooks.xlsform.reading import Form, read_definition_file

SEVERITIES = {
    "zh": {"hard": "硬性", "soft": "需说明", "info": "提示"},
    "en": {"hard": "hard", "soft": "soft", "info": "info"},
}
NOTHING_FOUND = {"zh": "没有疑点", "en": "No findings"}


class Command(BaseCommand):
    help = "Try answers out on a questionnaire. Exit status 1 if a check forbids them, 2 if a file cannot be used."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "definition",
            help="a stored definition (.json), an XLSForm (.xlsx), or the name of a questionnaire of the library",
        )
        parser.add_argument("answers", type=Path, metavar="ANSWERS.json", help="{question: answer}, see the manual")
        parser.add_argument("--facts", type=Path, metavar="FACTS.json", help="{fact: value}, see the manual")
        parser.add_argument("--now", metavar="MOMENT", help="ISO 8601, for example 2021-04-28T04:00:00Z; default now")
        parser.add_argument("--language", choices=LANGUAGES, default="zh", help="of the messages, default %(default)s")
        parser.add_argument("--json", action="store_true", help="print an object for machines instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"]
        definition = definition_called(options["definition"], language)
        told = json_in(options["answers"])
        evaluation = _tried(definition, told, facts_in(options["facts"]), moment(options["now"]), language)
        for name in unasked(definition, told):
            self.stderr.write(f"Nothing called “{name}” is asked; the answer is left out.")
        if options["json"]:
            self._print(json.dumps(outcome(evaluation, language), ensure_ascii=False))
        else:
            self._print("\n".join(_lines(evaluation, language)) or NOTHING_FOUND[language])
        if any(finding.severity == "hard" for finding in evaluation.findings):
            raise SystemExit(1)

    def _print(self, text: str) -> None:
        """Half a surrogate pair can stand in JSON, but not be printed."""
        self.stdout.write(text.encode("utf-8", "replace").decode())


def _tried(definition: Definition, told: Any, facts: dict[str, Any], now: datetime, language: str) -> Evaluation:
    try:
        return evaluate(definition, entries_of(definition, told), now=now, facts=facts)
    except Unusable as problem:
        raise _unusable(in_language(problem.message, language)) from problem


def _lines(evaluation: Evaluation, language: str) -> list[str]:
    return [
        f"{SEVERITIES[language][found['severity']]} {found['check']} {found['question']}: {found['message']}"
        for found in findings(evaluation, language)
    ]


def definition_called(name: str, language: str) -> Definition:
    path = Path(name)
    if not path.exists() and name in names():
        return load(template(name))
    form = read_definition_file(path)
    if form.definition is None or form.has_errors:
        raise _unusable("\n".join(_problems(form, language)))
    return load(form.definition)


def _problems(form: Form, language: str) -> list[str]:
    errors = [problem for problem in form.problems if problem.severity == "error"]
    return [problem.told(language) for problem in errors]


def facts_in(path: Path | None) -> dict[str, Any]:
    found = json_in(path) if path else {}
    if not isinstance(found, dict):
        raise _unusable(f"The file {path} should hold an object: {{fact: value}}.")
    for name, value in found.items():
        if kind_of_fact(name, {}) is None:
            raise _unusable(f"There is no fact “{name}” (file {path}).")
        cells = value if isinstance(value, list) else [value]
        if not all(isinstance(cell, str | bool | None) for cell in cells):
            raise _unusable(f"The fact “{name}” should be text, a number or a list of them (file {path}).")
    return found


def moment(text: str | None) -> datetime:
    """Without an offset it is UTC, as for the command evaluate."""
    if text is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise _unusable(f"“{text}” is no moment. Write it like 2021-04-28T04:00:00Z.") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def json_in(path: Path) -> Any:
    """Numbers as the text they are written with, never as floats."""
    try:
        return json.loads(path.read_bytes(), parse_float=str, parse_int=str, parse_constant=_refused)
    except OSError as error:
        raise _unusable(f"The file {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise _unusable(f"The file {path} is no JSON.") from error


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _unusable(words: str) -> CommandError:
    return CommandError(words, returncode=2)
