"""Seeds an installation in which people are ready to submit, and prints as JSON what a client needs. Runs in a process of its own.

python -m tests.benchmarks.herd PEOPLE
"""

import json
import sys

import django


def seed(people):
    django.setup()
    # Models can be imported only now.
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.benchmarks.crowd import make_crowd  # noqa: PLC0415

    return make_crowd(people)


if __name__ == "__main__":
    print(json.dumps(seed(int(sys.argv[1]))))
