from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from surveys.management.working import KINDS, work


class Command(BaseCommand):
    help = "Do one kind of background work until SIGTERM: mail, exports, or beat (what the passing of time makes due)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        work(kind)
