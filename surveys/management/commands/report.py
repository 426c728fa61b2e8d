"""The report of a round as a file: a workbook or, for machines, JSON."""

import json
import uuid
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q
from django.utils import translation

from surveys.lib.files.whole import whole_file
from surveys.models import Region, Round
from surveys.reports import snapshots
from surveys.reports.book import all_tables
from surveys.reports.microdata import Microdata
from surveys.reports.queries import covers, microdata
from surveys.workbooks.report.book import write_report

LANGUAGES = {"zh": "zh-hans", "en": "en"}


class Command(BaseCommand):
    help = "Write the report of a round: .xlsx for people, .json for machines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="code or id of the round")
        parser.add_argument(
            "--out", type=Path, required=True, help="file to write; its suffix says what: .xlsx or .json"
        )
        parser.add_argument("--provisional", action="store_true", help="count revisions that nobody has reviewed yet")
        parser.add_argument("--language", choices=LANGUAGES, default="zh", help="default %(default)s")
        parser.add_argument("--region", metavar="CODE", help="only this region, for example 110105")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["out"]
        write = WRITERS.get(path.suffix.lower())
        if write is None:
            raise CommandError(f"The file must end in .xlsx or .json, not in “{path.suffix}”.")
        round = round_called(options["round"])
        region = region_called(options["region"], round)
        snapshot = snapshots.take(round=round, by=None, provisional=options["provisional"])
        try:
            write(microdata(snapshot, region), path, LANGUAGES[options["language"]])
        except OSError as error:
            raise CommandError(f"The file {path} cannot be written: {error.strerror}.") from error
        self.stdout.write(str(path))


def round_called(name: str) -> Round:
    rounds = Round.objects.select_related("survey__authority__region", "version__questionnaire")
    found = rounds.filter(Q(code=name) | Q(pk=as_uuid(name))).first()
    if found is None:
        known = ", ".join(rounds.values_list("code", flat=True)[:20]) or "none yet"
        raise CommandError(f"There is no round “{name}”. Rounds: {known}.")
    return found


def as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def region_called(code: str | None, round: Round) -> Region | None:
    if code is None:
        return None
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise CommandError(f"There is no region with the code “{code}”.")
    whole = round.survey.authority.region
    if not covers(whole, region):
        raise CommandError(f"The round is about {whole.code} {whole.name}; {code} lies outside.")
    return region


def write_workbook(made: Microdata, path: Path, language: str) -> None:
    write_report(made, path, language=language)


def write_json(made: Microdata, path: Path, language: str) -> None:
    with translation.override(language), whole_file(path) as file:
        shapes = {table.id: table.to_json() for table in all_tables(made)}
        file.write(json.dumps(shapes, ensure_ascii=False, indent=1).encode())


WRITERS = {".xlsx": write_workbook, ".json": write_json}
