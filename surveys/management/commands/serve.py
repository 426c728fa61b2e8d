from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.management.supervising import CannotServe, bring_up_to_date, supervise

PARTS = ("web", "worker", "beat")


class Command(BaseCommand):
    help = "Serve the whole system on this machine: web, worker and beat. Stop it with Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at, default %(default)s")
        parser.add_argument("--port", default=8000, type=int, help="port to listen at, default %(default)s")
        for part in PARTS:
            parser.add_argument(f"--no-{part}", action="store_true", help=f"leave the {part} to another machine")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        parts = {part: not options[f"no_{part}"] for part in PARTS}
        bring_up_to_date()
        try:
            supervise(host, port, **parts, announce=self.stdout.write)
        except CannotServe as error:
            raise CommandError(str(error)) from error
