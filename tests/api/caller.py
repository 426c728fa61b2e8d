"""A program with a key: says what it wants as JSON, and gets what comes back."""

import json
import uuid

from django.test import Client

from surveys.accounts.keys.making import make_key
from surveys.accounts.models import Act

ROOT = "/api/v1/"


def a_key(organisation, by, act=Act.SUBMIT, facilities=None, name="ERP"):
    return make_key(by=by, organisation=organisation, name=name, act=act, facilities=facilities, key=uuid.uuid4())


class Program:
    def __init__(self, secret, language="en"):
        headers = {"authorization": f"Bearer {secret}", "accept-language": language}
        self.client = Client(headers=headers)

    def get(self, path, **headers):
        return self.client.get(ROOT + path, headers=headers)

    def send(self, method, path, body, **headers):
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.generic(method, ROOT + path, text, "application/json", headers=headers)

    def patch(self, path, body, **headers):
        return self.send("PATCH", path, body, **headers)

    def post(self, path, body, **headers):
        return self.send("POST", path, body, **headers)

    def submit(self, id, version, key=None, **more):
        body = {"version": version, "declared_by": {"name": "Alice", "position": "主任"}, "declaration": True} | more
        return self.post(f"assignments/{id}/revisions", body, **{"Idempotency-Key": str(key or uuid.uuid4())})


def errors_of(answer):
    """By where they stand."""
    return {one.get("path", one.get("parameter")): one["message"] for one in answer.json()["errors"]}


def kind_of(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].rpartition("#")[2]
