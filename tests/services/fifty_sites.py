"""Run in an installation of its own: a round that asks fifty data centers of one operator, whose program has a key.

Prints the key and the codes of the data centers as JSON.
"""

import json
import uuid
from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()

from surveys.accounts.keys.making import make_key
from surveys.accounts.models import Act
from surveys.lib.clock import database_now
from tests import factories
from tests.responses.stories import confirm, make_issued_round


def make_round_of_fifty():
    world, now = factories.make_world(), database_now()
    sites = [factories.make_facility(world.alice_org, address=f"示范路{number}号") for number in range(50)]
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    confirm(round, world.alice_org, world.alice, at=now)
    secret = make_key(
        by=world.alice, organisation=world.alice_org, name="ERP", act=Act.SUBMIT, facilities=None, key=uuid.uuid4()
    )
    return {"key": secret, "sites": [site.code for site in sites], "round": str(round.pk)}


if __name__ == "__main__":
    print(json.dumps(make_round_of_fifty()))
