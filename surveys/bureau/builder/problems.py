"""What is wrong with a proposal, what of it cannot work, or not said in both languages, each with the page where it can be put right."""

import re

from django.urls import reverse

from surveys.bureau.builder.labels import attributes_of
from surveys.bureau.problem_links import ProblemLink
from surveys.lib.problems import Problem
from surveys.models import Proposal
from surveys.questionnaires.catalogue import CATALOGUE
from surveys.questionnaires.editing.locations import check_number, key_of_check, list_of
from surveys.questionnaires.editing.missing_translations import untranslated
from surveys.questionnaires.editing.operations import find, names
from surveys.questionnaires.form import StoredCheck
from surveys.questionnaires.queries import examined

HEAD = (
    "code", "title", "unit", "introduction", "notes", "zone", "languages", "core", "nil", "other_periods", "roles",
    "extended",
)  # fmt: skip


def problems_of(proposal: Proposal) -> list[ProblemLink]:
    known = names(proposal.definition)
    return [_linked(proposal, known, problem) for problem in examined(proposal.definition).problems]


def warnings_of(proposal: Proposal) -> list[ProblemLink]:
    """What stands in nobody's way and still can hardly be meant."""
    known = names(proposal.definition)
    return [_linked(proposal, known, problem) for problem in examined(proposal.definition).warnings]


def _linked(proposal: Proposal, known: set[str], problem: Problem) -> ProblemLink:
    owner, href = location_of(proposal, known, problem.location)
    return ProblemLink(problem, href, owner)


def untranslated_of(proposal: Proposal) -> list[tuple[str, str, str]]:
    """(place, language, href) of what is said in one language only."""
    known = names(proposal.definition)
    found = untranslated(proposal.definition)
    return [(location, language, location_of(proposal, known, location)[1]) for location, language in found]


def location_of(proposal: Proposal, known: set[str], location: str) -> tuple[str, str]:
    """To whom a place belongs, and the page and field where it is changed."""
    definition, pk = proposal.definition, proposal.pk
    first, _dot, key = location.partition(".")
    if first in known:
        return first, _field_of(proposal, first, key)
    if (number := check_number(definition, location)) is not None:
        anchor = _field_of_check(definition["checks"][number], location)
        return location.split(".")[0], reverse("bureau:proposal_check", args=[pk, number]) + anchor
    if first == "choices" and key:
        return "", _row_of_list(proposal, key)
    if first.split("[")[0] in HEAD:
        return "", reverse("bureau:proposal_settings", args=[pk]) + f"#at-{first.split('[')[0]}"
    return "", reverse("bureau:proposal", args=[pk])


def _field_of(proposal: Proposal, name: str, location: str) -> str:
    """What a question of its type cannot say goes with its type."""
    item, key = find(proposal.definition, name), re.split(r"[.\[]", location)[0]
    address = address_of(proposal, name)
    if item in proposal.definition["sections"]:
        return f"{reverse('bureau:proposal', args=[proposal.pk])}#{name}" if key == "questions" else _at(address, key)
    if key == "rows" and item.get("type") == "table":
        return _at(address, "rows_count" if location == "rows.count" else "rows_min")
    own = attributes_of(str(item.get("type"))) | {"name", *(["questions"] if item.get("type") == "table" else [])}
    return _at(address, key if key in own or not key else "type")


def _at(address: str, key: str) -> str:
    return f"{address}#at-{key}" if key else address


def _field_of_check(entry: StoredCheck, location: str) -> str:
    """Of one that the catalogue writes out, what it was told; of one's own, whatever is no field is one of its values."""
    key, _dot, parameter = key_of_check(entry, location).partition(".")
    if "check" in entry:
        if key in ("id", "severity", "relevant", "message"):
            return f"#at-{key}"
        named = {one.name for one in CATALOGUE[entry["check"]].parameters} if entry["check"] in CATALOGUE else ()
        return f"#at-with-{parameter}" if parameter in named else "#at-with"
    fields = ("id", "severity", "questions", "relevant", "rule", "message", "values")
    return f"#at-{key if key in fields else 'questions' if key == 'table' else 'values'}" if key else ""


def _row_of_list(proposal: Proposal, location: str) -> str:
    """`place` begins with the name of the list; then the number of a row, or the name of its choice."""
    name = list_of(proposal.definition, location)
    if not name:
        return reverse("bureau:proposal_lists", args=[proposal.pk])
    rest = location.removeprefix(name)
    numbers = (
        n
        for n, row in enumerate(proposal.definition["choices"][name])
        if rest.startswith((f"[{n}]", f".{row.get('name')}."))
    )
    row = next(numbers, None)
    return reverse("bureau:proposal_list", args=[proposal.pk, name]) + (f"#at-{row + 1}" if row is not None else "")


def address_of(proposal: Proposal, name: str) -> str:
    is_section = any(section["name"] == name for section in proposal.definition["sections"])
    page = "bureau:proposal_section" if is_section else "bureau:proposal_question"
    return reverse(page, args=[proposal.pk, name])
