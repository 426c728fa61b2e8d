"""All addresses there are, read off the URL table: what each points at is the word before its key (`rounds/<uuid:…>`)."""

import uuid
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

PUBLIC = {
    "api:reference", "api:schema", "account_login", "account_logout", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
    "demo:enclosure", "demo:mail", "demo:mails", "healthz", "help:home", "help:page", "home", "invitation", "language",
    "letter", "letter_answered", "public:program", "public:receipt_keys", "public:receipts", "tenant", "tenant_answered",
    "who_is_logged_in",
}  # fmt: skip
WORDS = {
    "name": "facility",
    "table_id": "R03",
    "number": 1,
    "key": uuid.uuid4(),
    "index": 0,
    "list_name": "districts",
    "kind": "json",
    "question_name": "total_kwh",
}
"""What stands for a key behind a word that is no thing of somebody's."""


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    keys: tuple[tuple[str, str], ...]  # (keyword, the word before it)

    def path(self, things):
        kwargs = {key: things[word] if word in things else WORDS[key] for key, word in self.keys}
        return reverse(self.name, kwargs=kwargs)

    def nouns(self, things):
        return [word for _, word in self.keys if word in things]


def addresses(resolver=None, namespace="", prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, route)
        elif isinstance(entry, URLPattern):
            yield Address(namespace + (entry.name or ""), route, tuple(_keys(entry, route)))


def _keys(entry, route):
    for key in entry.pattern.converters or entry.pattern.regex.groupindex:
        before = route.split(f":{key}>")[0].split("/")
        yield key, before[-2] if len(before) > 1 else ""


CLOSED = sorted((a for a in addresses() if a.name not in PUBLIC), key=lambda a: a.name)
ENDPOINTS = list({a.name: a for a in CLOSED if a.name.startswith("api:") and a.name != "api:"}.values())
OURS = [a for a in CLOSED if not a.name.startswith("api:")]
