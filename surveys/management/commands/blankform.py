"""An organisation's workbook to fill in, pre-filled with what is known."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q

from surveys.lib.clock import database_now
from surveys.lib.files.whole import whole_file
from surveys.lib.identifiers import clean_uscc
from surveys.management.commands.report import as_uuid, round_called
from surveys.models import Assignment, Organisation, Round
from surveys.workbooks.fillable.writing.book import write_form
from surveys.workbooks.fillable.writing.form import LANGUAGES
from surveys.workbooks.fillable.writing.gathering import NothingToAnswer, gather

MOST_NAMED = 20


class Command(BaseCommand):
    help = "Write an organisation's workbook to fill in for a round (.xlsx), with what is known already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="code or id of the round")
        parser.add_argument("organisation", help="registration number, id or exact name of the organisation")
        parser.add_argument("--out", type=Path, required=True, help="file to write, ending in .xlsx")
        parser.add_argument("--language", choices=LANGUAGES, default="zh", help="default %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["out"]
        if path.suffix.lower() != ".xlsx":
            raise CommandError(f"The file must end in .xlsx, not in “{path.suffix}”.")
        round = round_called(options["round"])
        organisation = organisation_called(options["organisation"], round)
        try:
            form = gather(
                round=round,
                organisation=organisation,
                assignments=Assignment.objects.all(),
                language=options["language"],
                at=database_now(),
            )
        except NothingToAnswer as error:
            raise CommandError(f"{organisation} has nothing to answer in {round.code} now.") from error
        try:
            with whole_file(path) as file:
                write_form(form, file)
        except OSError as error:
            raise CommandError(f"The file {path} cannot be written: {error.strerror}.") from error
        self.stdout.write(str(path))


def organisation_called(name: str, round: Round) -> Organisation:
    """One that the round asks."""
    asked = Organisation.objects.filter(pk__in=round.assignments.order_by().values("organisation"))
    named = list(asked.filter(Q(number=clean_uscc(name)) | Q(number=name) | Q(pk=as_uuid(name)) | Q(name=name))[:2])
    if len(named) == 1:
        return named[0]
    if named:
        raise CommandError(f"More than one organisation of the round is called “{name}”. Give its number.")
    known = ", ".join(f"{one.number} {one.name}" for one in asked[:MOST_NAMED]) or "none"
    raise CommandError(f"The round asks no organisation “{name}”. Organisations: {known}.")
