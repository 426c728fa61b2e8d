"""The first authority, or a district below it, and the invitation of its administrator: what no page can do yet."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from surveys.accounts.invitations import invite, path_of
from surveys.accounts.roles import Role
from surveys.management.authorities import authority_called
from surveys.models import Authority, Region
from surveys.registry.actions import seed_regions


class Command(BaseCommand):
    help = (
        "Make an authority and print the link by which its administrator comes in. "
        "The same once more prints a new link, for when the first has expired."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name_zh", help="its name in Chinese")
        parser.add_argument("name_en", help="its name in English")
        parser.add_argument("administrator", help="e-mail of the person who will run it")
        parser.add_argument("--name", default="", help="that person's name; the e-mail when left out")
        parser.add_argument("--region", default="110000", help="code by GB/T 2260, default Beijing")
        parser.add_argument("--above", help="name of the authority above it")
        parser.add_argument("--phone", default="", help="whom operators call, with hours")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        seed_regions()
        authority, _is_new = Authority.objects.update_or_create(
            name_zh=options["name_zh"],
            name_en=options["name_en"],
            region=_region(options["region"]),
            parent=authority_called(options["above"]) if options["above"] is not None else None,
            defaults={"phone": options["phone"]} if options["phone"] else {},
        )
        email = _email(options["administrator"])
        invitation = invite(
            by=None, email=email, name=options["name"] or email, body=authority, role=Role.ADMINISTRATOR
        )
        self.stdout.write(settings.SITE_URL + path_of(invitation))


def _region(code: str) -> Region:
    try:
        return Region.objects.get(code=code)
    except ObjectDoesNotExist as error:
        raise CommandError(f"There is no region with the code {code}. Beijing is 110000, Chaoyang 110105.") from error


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise CommandError(f"{text} is not an e-mail address.") from error
    return text
