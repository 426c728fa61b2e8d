"""What is wrong with a proposal, or not said in both languages, each with the page where it can be put right."""

import re
from dataclasses import dataclass

from django.urls import reverse

from surveys.questionnaires.editing import names
from surveys.questionnaires.gaps import untranslated
from surveys.questionnaires.mentions import check_id
from surveys.questionnaires.models import Proposal
from surveys.questionnaires.problems import Problem
from surveys.questionnaires.queries import examined
from surveys.questionnaires.shapes import Json
from surveys.questionnaires.texts import in_language
from surveys.templatetags.paper import spoken_language

_NUMBERED_CHECK = re.compile(r"checks\[(\d{1,4})\]")
HEAD = ("code", "title", "unit", "introduction", "notes", "zone", "core", "nil", "roles", "extended", "format")


@dataclass(frozen=True, slots=True)
class Trouble:
    """`owner` is the question, section or check it stands at, '' for the whole questionnaire."""

    place: str
    owner: str
    message: str
    href: str


def troubles_of(proposal: Proposal) -> list[Trouble]:
    definition, language = proposal.definition, spoken_language()
    known = names(definition)
    return [_trouble(proposal, known, problem, language) for problem in examined(definition).problems]


def _trouble(proposal: Proposal, known: set[str], problem: Problem, language: str) -> Trouble:
    owner, href = place_of(proposal, known, problem.place)
    return Trouble(problem.place, owner, in_language(problem.message, language), href)


def gaps_of(proposal: Proposal) -> list[tuple[str, str, str]]:
    """(place, language, href) of what is said in one language only."""
    known = names(proposal.definition)
    found = untranslated(proposal.definition)
    return [(place, language, place_of(proposal, known, place)[1]) for place, language in found]


def place_of(proposal: Proposal, known: set[str], place: str) -> tuple[str, str]:
    """To whom a place belongs, and the page and field where it is changed."""
    definition, pk = proposal.definition, proposal.pk
    first, _dot, key = place.partition(".")
    anchor = f"#at-{key.split('.')[0].split('[')[0]}" if key else ""
    if first in known:
        return first, address_of(proposal, first) + anchor
    if (number := check_number(definition, place)) is not None:
        return place.split(".")[0], reverse("bureau:proposal-check", args=[pk, number])
    if first == "choices" and key:
        name = next((one for one in definition.get("choices", {}) if key == one or key.startswith((f"{one}[", f"{one}."))), "")  # fmt: skip
        return "", reverse("bureau:proposal-list", args=[pk, name]) if name else reverse("bureau:proposal-lists", args=[pk])  # fmt: skip
    if first.split("[")[0] in HEAD:
        return "", reverse("bureau:proposal-settings", args=[pk]) + f"#at-{first.split('[')[0]}"
    return "", reverse("bureau:proposal", args=[pk])


def address_of(proposal: Proposal, name: str) -> str:
    is_section = any(section["name"] == name for section in proposal.definition["sections"])
    page = "bureau:proposal-section" if is_section else "bureau:proposal-question"
    return reverse(page, args=[proposal.pk, name])


def check_number(definition: Json, place: str) -> int | None:
    """Which of the checks a problem speaks of: "checks[3].with" or "check E29.rule"."""
    entries = definition.get("checks", [])
    if found := _NUMBERED_CHECK.match(place):
        return int(found[1]) if int(found[1]) < len(entries) else None
    if not place.startswith("check "):
        return None
    wanted = place.removeprefix("check ")
    ids = [check_id(entry) for entry in entries]
    fitting = [number for number, id in enumerate(ids) if id and (wanted == id or wanted.startswith(f"{id}."))]
    return max(fitting, key=lambda number: len(ids[number]), default=None)
