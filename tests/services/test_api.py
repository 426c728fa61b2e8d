"""The API over the wire: what its description promises, and the manual's program that fills in fifty sites."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from surveys.help.pages import FOLDER
from tests.responses.stories import CLEAN
from tests.servers import root
from tests.services.installation import environment
from tests.services.serving import served

pytestmark = pytest.mark.services
PROGRAM = FOLDER / "fill_sites.py"
EXAMPLES = "20"
"""Of each endpoint in each way of making them up: several hundred requests in all."""


@pytest.fixture
def story(folder):
    command = [sys.executable, "-m", "tests.services.fifty_sites"]
    made = subprocess.run(command, cwd=root(), env=environment(folder), check=True, capture_output=True, text=True)
    return json.loads(made.stdout)


def get(port, story, path):
    headers = {"Authorization": f"Bearer {story['key']}"}
    with urllib.request.urlopen(
        urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/{path}", headers=headers)
    ) as found:
        return json.load(found)


def test_every_answer_is_one_that_the_description_names(folder, story, tmp_path):
    """With ids of rows that exist, so that requests come through to what is behind. Which names a questionnaire has is
    not in the description, so what fits it may be refused all the same."""
    with served("serve", folder, API_REQUESTS_PER_MINUTE="1000000") as (port, _):
        assignment = get(port, story, "assignments")["items"][0]["id"]
        settings = tmp_path / "schemathesis.toml"
        settings.write_text(
            f'[[operations]]\ninclude-path-regex = "/assignments/"\nparameters = {{ "path.id" = "{assignment}" }}\n'
            f'[[operations]]\ninclude-path-regex = "/rounds/"\nparameters = {{ "path.id" = "{story["round"]}" }}\n'
        )
        site = f"http://127.0.0.1:{port}"
        command = [
            Path(sys.executable).with_name("schemathesis"), "--config-file", settings, "run",
            f"{site}/api/v1/openapi.json", "--url", site, "--header", f"Authorization: Bearer {story['key']}",
            "--phases", "fuzzing,stateful", "--max-examples", EXAMPLES, "--seed", "20210428",
            "--checks", "all", "--exclude-checks", "positive_data_acceptance", "--continue-on-failure",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + (folder / "web.log").read_text()[-5000:]
    print(done.stdout[-800:])


def demand_two_people(folder):
    code = "from surveys.models import Organisation; Organisation.objects.update(two_persons=True)"
    command = [sys.executable, "manage.py", "shell", "-c", code]
    subprocess.run(command, cwd=root(), env=environment(folder), check=True, capture_output=True)


def filled_in(sites):
    """Each with a total of its own: of the same one at several sites a reason would be asked."""
    totals = ({"typed": str(30_005_000 + 12_347 * int(code[1:])), "unit": "kWh"} for code in sites)
    return {code: CLEAN | {"total_kwh": total} for code, total in zip(sites, totals, strict=True)}


def run(port, story, answers, tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers))
    command = [sys.executable, PROGRAM, f"http://127.0.0.1:{port}", file, "李雷", "能源主管"]
    env = {"SURVEY_KEY": story["key"], "PATH": "", "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)


def test_a_program_fills_in_fifty_sites_and_repairs_three(folder, story, tmp_path):
    answers = filled_in(story["sites"])
    wrong = story["sites"][:3]
    for code in wrong:
        answers[code]["total_kwh"] = {"typed": "about 3000", "unit": "kWh"}

    with served("serve", folder) as (port, _):
        first = run(port, story, answers, tmp_path)
        repaired = run(port, story, answers | filled_in(wrong), tmp_path)
        states = [row["state"] for row in get(port, story, "assignments")["items"]]

    receipts = dict(line.split() for line in first.stdout.splitlines())
    assert (first.returncode, receipts.keys()) == (1, set(story["sites"][3:])), first.stderr
    assert all(f"{code} {{" in first.stderr for code in wrong)
    assert "/answers/total_kwh" in first.stderr
    assert repaired.returncode == 0, repaired.stderr
    again = dict(line.split() for line in repaired.stdout.splitlines())
    assert again.keys() == set(story["sites"])
    assert receipts.items() <= again.items()  # those of before are told again, and none was made anew
    assert states == ["submitted"] * 50


def test_the_program_is_short_and_needs_nothing_of_ours():
    text = PROGRAM.read_text()

    assert len(text.splitlines()) <= 80
    assert "surveys." not in text.replace("survey.example.org", "")
    assert "import surveys" not in text


def test_where_two_people_are_needed_the_program_has_it_signed(folder, story, tmp_path):
    demand_two_people(folder)
    site = story["sites"][0]
    with served("serve", folder) as (port, _):
        runs = [run(port, story, filled_in([site]), tmp_path) for _ in range(2)]
        (row,) = (one for one in get(port, story, "assignments")["items"] if one["facility"]["code"] == site)
        ready = get(port, story, f"assignments/{row['id']}/ready")

    assert [(one.returncode, one.stdout) for one in runs] == [(0, f"{site} is ready to sign\n")] * 2, runs[0].stderr
    assert (row["state"], ready["is_ready"]) == ("draft", True)
