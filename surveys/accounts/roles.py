"""Permissions as an enum, roles as data: the one table that says what each role may do."""

from enum import StrEnum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    # the bureau's side
    SEE_ROUNDS = auto()
    MANAGE_ROUNDS = auto()
    REVIEW = auto()
    SEE_REGISTRY = auto()
    MANAGE_REGISTRY = auto()
    SEE_REPORTS = auto()
    SEE_HISTORY = auto()
    MANAGE_OFFICERS = auto()
    # the operator's side
    ANSWER = auto()
    SUBMIT = auto()
    MANAGE_COLLEAGUES = auto()
    MANAGE_API_KEYS = auto()


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    SURVEY_MANAGER = "survey_manager", _("survey manager")
    REVIEWER = "reviewer", _("reviewer")
    VIEWER = "viewer", _("viewer")
    MANAGER = "manager", _("manager")
    CONTRIBUTOR = "contributor", _("contributor")


P = Permission
_VIEWER = frozenset({P.SEE_ROUNDS, P.SEE_REGISTRY, P.SEE_REPORTS})
_REVIEWER = _VIEWER | {P.REVIEW, P.SEE_HISTORY}
_SURVEY_MANAGER = _REVIEWER | {P.MANAGE_ROUNDS, P.MANAGE_REGISTRY}
_CONTRIBUTOR = frozenset({P.ANSWER})

PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.REVIEWER: _REVIEWER,
    Role.SURVEY_MANAGER: _SURVEY_MANAGER,
    Role.ADMINISTRATOR: _SURVEY_MANAGER | {P.MANAGE_OFFICERS},
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.MANAGER: _CONTRIBUTOR | {P.SUBMIT, P.MANAGE_COLLEAGUES, P.MANAGE_API_KEYS},
}
OFFICER_ROLES = (Role.ADMINISTRATOR, Role.SURVEY_MANAGER, Role.REVIEWER, Role.VIEWER)
OPERATOR_ROLES = (Role.MANAGER, Role.CONTRIBUTOR)


def roles_with(permission: Permission) -> list[str]:
    return [role for role, permissions in PERMISSIONS.items() if permission in permissions]
