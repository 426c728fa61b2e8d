"""The main job on real input, on SQLite and without any service: the emergency survey of 27 April 2021."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser

from surveys.accounts.demo_logins import DemoLogin, keep
from surveys.lib.clock import database_now
from surveys.management.demonstration import second_round, seed_case
from surveys.management.demonstration.cast import call_the_cast
from surveys.management.demonstration.figures import figures
from surveys.management.demonstration.filled_workbook import write_filled
from surveys.management.demonstration.installation import (
    found_the_bureau,
    hire_officers,
    new_password,
    prepare,
    sign_operators_in,
)
from surveys.management.demonstration.story import Story
from surveys.management.supervising import CannotServe, supervise
from surveys.models import Authority, Organisation, Round
from surveys.rounds import actions as rounds

SEED = 20210427
USUAL_SCALE = 300


class Command(BaseCommand):
    help = "Play the survey of 27 April 2021 in a database of its own, write its report, and serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="stop when everything is made")
        parser.add_argument("--json", action="store_true", help="print the figures for machines")
        parser.add_argument("--out", type=Path, help="folder for the report workbook")
        parser.add_argument("--scale", type=int, default=USUAL_SCALE, help="how many data centers, default %(default)s")
        parser.add_argument("--host", default="127.0.0.1", help="address to serve at, default %(default)s")
        parser.add_argument("--port", type=int, default=8000, help="port to serve at, default %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo needs an installation of its own: run it without SECRET_KEY and DEMO=0.")
        if options["scale"] < 1:
            raise CommandError("--scale must be at least 1.")
        _lead_links_to(options["host"], options["port"])
        prepare()
        played = play(options["scale"])
        keep(played.logins)
        folder = options["out"] or settings.DATA_DIR / "reports"
        told = figures(played.round).to_json() | {
            "report": str(self._write_report(played.round, folder)),
            "open_round": played.open_round.code,
            "organisation": played.visitor.number,
            "workbook": str(write_workbook(played, folder)),
        }
        self._tell(told, played.logins, as_json=options["json"])
        if not options["no_serve"]:
            self._serve(options["host"], options["port"])

    def _write_report(self, round: Round, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = (folder / f"{round.code}.xlsx").resolve()
        call_command("report", round.code, "--out", str(path), stdout=self.stderr)
        return path

    def _tell(self, told: dict[str, object], logins: list[DemoLogin], *, as_json: bool) -> None:
        if as_json:
            people = [{"who": login.who, "email": login.email, "password": login.password} for login in logins]
            self.stdout.write(json.dumps(told | {"logins": people}, ensure_ascii=False))
            return
        for name, value in told.items():
            self.stdout.write(f"{name:>14}  {value}")
        self.stdout.write("\nSign in as")
        for login in logins:
            self.stdout.write(f"{login.who:>14}  {login.email:<32} {login.password}")

    def _serve(self, host: str, port: int) -> None:
        try:
            supervise(host, port, announce=self.stderr.write)
        except CannotServe as error:
            raise CommandError(str(error)) from error


def _lead_links_to(host: str, port: int) -> None:
    """The links in mails lead to where this demo is served, here and in its child processes; SITE_URL goes before."""
    if "SITE_URL" not in os.environ:
        here = "127.0.0.1" if host == "0.0.0.0" else host  # which is where it listens, not where it is
        os.environ["SITE_URL"] = settings.SITE_URL = f"http://{here}:{port}"


@dataclass(frozen=True)
class Played:
    """visitor: the organisation whose operator can sign in."""

    round: Round
    open_round: Round
    visitor: Organisation
    logins: list[DemoLogin]


def write_workbook(played: Played, folder: Path) -> Path:
    """What the visitor's operator can upload, with three rows to repair."""
    path = (folder / f"{played.open_round.code}-{played.visitor.number}.xlsx").resolve()
    write_filled(round=played.open_round, organisation=played.visitor, path=path, rng=Random(SEED), at=database_now())
    return path


def play(scale: int) -> Played:
    """The seed case and a second round, and who can sign in to look at them."""
    rng = Random(SEED)
    password = new_password()
    bureau = found_the_bureau()
    officers, logins = hire_officers(bureau, password)
    cast = call_the_cast(bureau, scale, rng)
    operators = sign_operators_in(cast.organisations, password)
    first = _seed_case(bureau, Story(officers=officers, operators=operators, rng=rng))
    second = _second_round(first, Story(officers=officers, operators=operators, rng=rng))
    visitor, user = (list(operators.items())[3:4] or list(operators.items())[:1])[0]
    return Played(first, second, visitor, [*logins, DemoLogin("operator", user.email, password)])


def _seed_case(bureau: Authority, story: Story) -> Round:
    survey = rounds.start_survey(
        by=story.officers["manager"], authority=bureau, template_name="mining_2021", at=seed_case.ISSUED
    )
    story.round = seed_case.issue(survey, story.officers)
    seed_case.play(story)
    return Round.objects.get(pk=story.round.pk)


def _second_round(first: Round, story: Story) -> Round:
    now = database_now()
    story.round = second_round.issue(first.survey, story.officers, now)
    second_round.play(story, now)
    return story.round
