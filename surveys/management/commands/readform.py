"""A filled-in workbook read back: what it would change, what is wrong with it, and, if asked, saved into the drafts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from surveys.lib.clock import database_now
from surveys.lib.files.whole import whole_file
from surveys.lib.text import LANGUAGES, in_language
from surveys.management.commands.report import round_called
from surveys.models import Assignment, Organisation, Round
from surveys.workbooks.fillable.returned.marking import marked_copy
from surveys.workbooks.fillable.returned.plan import Decisions, Plan
from surveys.workbooks.fillable.returned.preparing import organisation_of, prepare
from surveys.workbooks.fillable.returned.saving import save_plan
from surveys.workbooks.fillable.returned.telling import as_json
from surveys.workbooks.reading import MOST_BYTES, Book, WorkbookRefused, read_workbook

WRONG, NOT_USABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Read a filled-in workbook: what is new, changed, the same and wrong. "
        "Exit status 1 if a cell is wrong, 2 if the file cannot be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="code or id of the round")
        parser.add_argument("file", type=Path, metavar="FILE.xlsx", help=".xlsx, .xls or .ods")
        parser.add_argument("--save", action="store_true", help="save the good data centers into their drafts")
        parser.add_argument("--marked", type=Path, metavar="OUT.xlsx", help="write a copy with the wrong rows marked")
        parser.add_argument("--noughts", action="store_true", help="columns of nothing but noughts are meant")
        parser.add_argument("--language", choices=LANGUAGES, default="zh", help="of the messages, default %(default)s")
        parser.add_argument("--json", action="store_true", help="print an object for machines instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        round, language = round_called(options["round"]), options["language"]
        with translation.override("zh-hans" if language == "zh" else language):
            try:
                content = _content(options["file"])
                plan = _plan(read_workbook(content), round, is_nought_meant=options["noughts"])
            except WorkbookRefused as error:
                raise CommandError(in_language(error.message, language), returncode=NOT_USABLE) from error
            if options["save"]:
                save_plan(plan=plan, by=None, at=database_now(), name=options["file"].name)
            if options["marked"]:
                _write(options["marked"], marked_copy(content, plan, language))
            told = json.dumps(as_json(plan, language), ensure_ascii=False)
            self.stdout.write(told if options["json"] else "\n".join(_lines(plan, language)))
        if plan.errors:
            raise SystemExit(WRONG)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"The file {path} cannot be read: {error.strerror}.", returncode=NOT_USABLE) from error


def _write(path: Path, content: bytes) -> None:
    try:
        with whole_file(path) as file:
            file.write(content)
    except OSError as error:
        raise CommandError(f"The file {path} cannot be written: {error.strerror}.", returncode=NOT_USABLE) from error


def _plan(book: Book, round: Round, *, is_nought_meant: bool) -> Plan:
    asked = Assignment.objects.filter(round=round)
    organisation: Organisation = organisation_of(book, round, asked)
    at = database_now()
    plan = prepare(book=book, round=round, organisation=organisation, assignments=asked, at=at)
    if is_nought_meant and plan.noughts:
        meant = Decisions(noughts=frozenset(column.key for column in plan.noughts))
        plan = prepare(book=book, round=round, organisation=organisation, assignments=asked, at=at, decisions=meant)
    return plan


def _lines(plan: Plan, language: str) -> Iterator[str]:
    yield _(
        "%(facilities)d data centers; cells: %(new)d new, %(changed)d changed, %(same)d the same, %(wrong)d wrong"
    ) % plan.counts()  # fmt: skip
    for remark in plan.remarks:
        yield remark.told(language)
    for one in plan.errors:
        yield f"{one.sheet}!{one.cell}  {one.question}  “{one.value}”: {in_language(one.message, language)}"
