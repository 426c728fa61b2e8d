"""The table of roles is whole: each role is on one side, and each permission is given to somebody and asked for."""

import re

import pytest

from surveys.accounts.roles import OFFICER_ROLES, OPERATOR_ROLES, PERMISSIONS, Permission, Role, roles_with
from tests.servers import root

TABLE = root() / "surveys/accounts/roles.py"


@pytest.mark.parametrize("role", Role)
def test_every_role_is_on_one_side_and_may_do_something(role):
    assert PERMISSIONS.get(role), f"PERMISSIONS of surveys/accounts/roles.py does not say what {role.value} may do"
    assert (role in OFFICER_ROLES) != (role in OPERATOR_ROLES), (
        f"surveys/accounts/roles.py: put {role.value} into OFFICER_ROLES or OPERATOR_ROLES, else nobody can be given it"
    )


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_given_to_a_role(permission):
    assert roles_with(permission), f"surveys/accounts/roles.py: no role has {permission.name}"


def test_every_permission_is_asked_for():
    code = [path.read_text(encoding="utf-8") for path in (root() / "surveys").rglob("*.py") if path != TABLE]
    asked = set(re.findall(r"\bPermission\.(\w+)", "\n".join(code)))

    assert {permission.name for permission in Permission} - asked == set(), "a permission that nothing asks for"
