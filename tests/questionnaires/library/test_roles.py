"""Roles are one vocabulary over all forms that come with the product: a report finds one thing under one name."""

import pytest

from surveys.questionnaires.form import FORMER_ROLES, ROLES
from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading.loader import load


@pytest.mark.parametrize("name", names())
def test_a_form_uses_roles_of_the_vocabulary(name):
    assert template(name)["roles"].keys() <= ROLES.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_roles_mean_the_same(language):
    meanings = [role.meaning[language] for role in ROLES.values()]

    assert len(meanings) == len(set(meanings))


@pytest.mark.parametrize(
    ("role", "questions"),
    [
        ("facility_type", {"dc_type"}),
        ("reused_heat_kwh", {"heat_reused", "reused_heat_kwh"}),
        ("water_m3", {"water_in", "water_m3"}),
    ],
)
def test_the_yearly_form_and_the_european_ones_name_one_thing_once(role, questions):
    forms = ("annual_return", "eu_2024_1364_v1", "eu_2024_1364_v2")

    assert {template(name)["roles"][role] for name in forms} == questions


def test_versions_published_before_are_read_with_the_names_of_now():
    stored = template("annual_return")
    roles = stored["roles"]
    stored["roles"] = {{new: old for old, new in FORMER_ROLES.items()}.get(role, role): q for role, q in roles.items()}
    assert FORMER_ROLES.keys() <= stored["roles"].keys()

    assert load(stored).roles == load(template("annual_return")).roles


def test_a_former_name_is_no_role_of_its_own():
    assert not FORMER_ROLES.keys() & ROLES.keys()
    assert set(FORMER_ROLES.values()) <= ROLES.keys()
