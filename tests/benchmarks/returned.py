"""The workbook of many data centers that comes back: read, checked and saved, beside what calamine and the checks alone
take (performance.md, P9). Runs in a process of its own, with a database of its own.

python -m tests.benchmarks.returned UNITS
"""

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import django

from tests.servers import root

RUNS = 3


def measured(units):
    """CPU milliseconds, of ours and of the floor."""
    with tempfile.TemporaryDirectory(prefix="surveys-benchmark-") as folder:
        here = os.environ | {"DATA_DIR": folder, "DEMO": "1", "LOG_LEVEL": "ERROR"}
        here.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "tests.benchmarks.returned", str(units)]
        done = subprocess.run(command, cwd=root(), env=here, check=True, capture_output=True, text=True)
        return json.loads(done.stdout.splitlines()[-1])


def main(units):
    django.setup()
    # Models can be imported only now.
    from django.core.management import call_command  # noqa: PLC0415

    from config.garbage import spare_what_is_loaded  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    round, organisation, content = _handed_out(units)
    works = {"ours": lambda: _ours(round, organisation, content), "floor": _floor(round, organisation, content)}
    seconds = {name: [] for name in works}
    spare_what_is_loaded()  # as every process of the product does
    for turn in range(RUNS + 1):
        for name, work in works.items():
            _forget_drafts()
            began = time.process_time()
            work()
            if turn:
                seconds[name].append(time.process_time() - began)
    print(json.dumps({name: statistics.median(found) * 1000 for name, found in seconds.items()}))


def _handed_out(units):
    """The workbook of a round that was just issued, filled in with answers to every question."""
    from surveys.lib.clock import database_now  # noqa: PLC0415
    from surveys.questionnaires.actions import publish  # noqa: PLC0415
    from surveys.responses.issuing import issue  # noqa: PLC0415
    from surveys.rounds import actions as rounds  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415
    from tests.benchmarks.workbook import definition_and_answers  # noqa: PLC0415
    from tests.workbooks.fillable.by_hand import hand_out  # noqa: PLC0415

    city = factories.make_authority()
    officer, organisation = factories.make_officer(city), factories.make_organisation()
    codes = [f"DC{n:04d}" for n in range(units)]
    for code in codes:
        factories.make_facility(organisation, code=code)
    definition, answers = definition_and_answers(units)
    now = database_now()
    version = publish(by=officer, authority=city, definition=definition.to_json(), at=now)
    survey = rounds.start_survey_of(by=officer, version=version, at=now)
    survey.legal_basis_zh = survey.legal_basis_en = survey.burden_zh = survey.burden_en = "x"
    survey.save()
    round = rounds.create_round(
        by=officer, survey=survey, at=now, deadline=now.replace(year=now.year + 1), enquiries="x"
    )
    issue(by=officer, round=round, at=now)
    return (
        round,
        organisation,
        _filled_in(hand_out(round, organisation, at=now), dict(zip(codes, answers, strict=True))),
    )


def _filled_in(handed, answers):
    sheet = next(one for one in handed.book.worksheets if one.max_row > 2 and one["A3"].value == "@code")
    names = [cell.value for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=4):
        entries = answers[row[0].value]
        for cell, name in zip(row[3:], names[3:], strict=True):
            question, _colon, part = name.partition(":")
            text = entries[question].get(part or "typed", "")
            cell.value = int(text) if text.isdecimal() else text
    file = io.BytesIO()
    handed.book.save(file)
    return file.getvalue()


def _forget_drafts():
    from surveys.responses.models import Draft, Response  # noqa: PLC0415

    Draft.objects.all().delete()
    Response.objects.update(opened_at=None, state="not_started")


def _ours(round, organisation, content):
    """Read as the process of its own reads it, and handed over as that does."""
    from surveys.lib.clock import database_now  # noqa: PLC0415
    from surveys.lib.confined import made, plain  # noqa: PLC0415
    from surveys.rounds.models import Assignment  # noqa: PLC0415
    from surveys.workbooks.fillable.returned.preparing import prepare  # noqa: PLC0415
    from surveys.workbooks.fillable.returned.saving import save_plan  # noqa: PLC0415
    from surveys.workbooks.reading import Book  # noqa: PLC0415
    from surveys.workbooks.reading.formats import parsed  # noqa: PLC0415

    at = database_now()
    asked = Assignment.objects.all()
    told = json.dumps(parsed(content), ensure_ascii=False, separators=(",", ":"), default=plain)
    plan = prepare(book=made(Book, json.loads(told)), round=round, organisation=organisation, assignments=asked, at=at)
    done = save_plan(plan=plan, by=None, at=at)
    assert len(done.saved) == len(plan.units) and not plan.errors, (len(done.saved), plan.errors[:3])


def _floor(round, organisation, content):
    """Every sheet as the library gives it, and each unit's answers evaluated by themselves, as a page does it: nothing is
    recognised, compared or saved, and nothing hostile is kept out."""
    import python_calamine  # noqa: PLC0415

    from surveys.lib.clock import database_now  # noqa: PLC0415
    from surveys.questionnaires.evaluation import evaluate  # noqa: PLC0415
    from surveys.questionnaires.queries import definition_of  # noqa: PLC0415
    from tests.benchmarks.workbook import definition_and_answers  # noqa: PLC0415

    definition, now = definition_of(round.version), round.on_its_clock(database_now())
    _definition, answers = definition_and_answers(organisation.facilities.count())

    def read_and_checked():
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()
        for entries in answers:
            evaluate(definition, entries, now=now)

    return read_and_checked


if __name__ == "__main__":
    main(int(sys.argv[1]))
