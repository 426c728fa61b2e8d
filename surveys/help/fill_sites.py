"""Fills in and submits the questionnaires of many data centers through the API. Needs Python alone.

    SURVEY_KEY=dcs_… python3 fill_sites.py https://survey.example.org answers.json "Li Lei" "head of energy"

answers.json holds, by the code of the data center, the answers as the API takes them:
{"F001": {"total_kwh": {"typed": "30005000", "unit": "kWh"}, "has_mining": {"typed": "no"}}}
Run it again whenever it was interrupted or something was put right: nothing is submitted twice.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SITE, ANSWERS, NAME, POSITION = sys.argv[1:5]


class Refused(Exception):
    """The problem that was answered: `title`, `detail` and, where something is wrong, `errors` or `findings`."""


def call(method: str, path: str, body: object = None, **headers: str) -> Any:
    headers |= {"Authorization": f"Bearer {os.environ['SURVEY_KEY']}", "Content-Type": "application/json"}
    headers |= {"Accept-Language": os.environ.get("SURVEY_LANGUAGE", "en")}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{SITE}/api/v1/{path}", data, headers, method=method)
    while True:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            if refusal.code not in (429, 503):
                raise Refused(json.load(refusal)) from None
            time.sleep(int(refusal.headers.get("Retry-After", "10")))


def assignments() -> Iterator[dict[str, Any]]:
    page, pages = 1, 1
    while page <= pages:
        found = call("GET", f"assignments?page={page}")
        yield from found["items"]
        page, pages = page + 1, found["pages"]


def fill(assignment: dict[str, Any], answers: dict[str, object]) -> str:
    """Saves the answers, submits them, and gives the number of the receipt; where two are needed, has them signed."""
    here = f"assignments/{assignment['id']}"
    saved = call("PATCH", f"{here}/draft", {"version": assignment["draft_version"], "answers": answers})
    declared = {"declared_by": {"name": NAME, "position": POSITION}, "declaration": True}
    # Made of what is submitted: another try at the same has the same key, and gets the same receipt.
    key = uuid.uuid5(uuid.UUID(assignment["id"]), str(saved["version"]))
    if assignment["takes_two"]:
        call("POST", f"{here}/ready", {"version": saved["version"]}, **{"Idempotency-Key": str(key)})
        return "is ready to sign"
    submission = {"version": saved["version"], **declared}
    receipt: str = call("POST", f"{here}/revisions", submission, **{"Idempotency-Key": str(key)})["receipt"]
    return receipt


def main() -> int:
    answers = json.loads(Path(ANSWERS).read_text(encoding="utf-8"))
    failed = 0
    for assignment in assignments():
        code = (assignment["facility"] or assignment["organisation"]).get("code", "")
        if assignment["is_open"] and code in answers:
            try:
                print(code, fill(assignment, answers[code]))
            except Refused as refused:
                failed += 1
                print(code, json.dumps(refused.args[0], ensure_ascii=False, indent=1), file=sys.stderr)
    return 1 if failed else 0


sys.exit(main())
