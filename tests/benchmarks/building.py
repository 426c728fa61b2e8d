"""A questionnaire of 500 questions in the builder: its pages, first and again, beside what load() alone takes."""

import json
import os
import subprocess
import sys
import tempfile
import time

from tests.servers import root

QUESTIONS = 500


def large():
    """Sections of ten questions, each with a condition and a constraint; every fifth is calculated from two others."""
    sections = [
        {"name": f"part{n}", "number": str(n), "label": {"zh": f"第{n}部分", "en": f"Part {n}"}, "scope": "unit", "questions": [_question(n * 10 + place) for place in range(10)]}
        for n in range(QUESTIONS // 10)
    ]  # fmt: skip
    return {"format": 1, "code": "LARGE", "unit": "facility", "title": {"zh": "大", "en": "Large"}, "choices": {}, "sections": sections}  # fmt: skip


def _question(n):
    words = {"label": {"zh": f"第{n}题", "en": f"Question {n}"}, "hint": {"zh": "说明", "en": "A hint"}}
    if n % 5 == 4:
        return {"name": f"q{n}", "number": "", "type": "calculated", "calculation": f"${{q{n - 1}}} + ${{q{n - 2}}}", "decimals": 2, **words}  # fmt: skip
    before = {"relevant": f"${{q{n - 1}}} > {n} or ${{q{n - 1}}} = ''"} if n else {}
    return {"name": f"q{n}", "number": "", "type": "decimal", "unit": "kWh", "constraint": ". >= 0", **before, **words}


def measure():
    """In a process of its own, on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="surveys-benchmark-") as folder:
        here = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        here |= {"DATA_DIR": folder, "DEMO": "1", "LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-m", "tests.benchmarks.building"]
        done = subprocess.run(command, cwd=root(), env=here, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _measured():
    # Django can only be spoken of when it is set up.
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from surveys.questionnaires import queries  # noqa: PLC0415
    from surveys.questionnaires.actions import start_proposal  # noqa: PLC0415
    from surveys.questionnaires.loading import loader  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    officer = factories.make_officer(authority := factories.make_authority())
    proposal = start_proposal(by=officer, authority=authority, definition=large())
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(officer)
    figures = {"questions": QUESTIONS, "load() ms": _ms(lambda: loader.load(large()))}
    for name, (page, *rest) in PAGES.items():
        path = reverse(f"bureau:{page}", args=[proposal.pk, *rest])
        client.get(path)
        queries._examined.clear()
        figures[f"{name} ms"] = {which: _ms(lambda path=path: client.get(path)) for which in ("first", "again")}
    return figures


PAGES = {
    "outline": ("proposal",),
    "question": ("proposal_question", "q7"),
    "publish": ("proposal_publish",),
    "preview": ("proposal_preview",),
}


def _ms(deed):
    begun = time.perf_counter()
    deed()
    return round((time.perf_counter() - begun) * 1000)


if __name__ == "__main__":
    print(json.dumps(_measured()))
