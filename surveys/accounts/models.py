"""People: a user, what they are in which authority or organisation, and the invitations by which they come in."""

import secrets
import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.accounts.roles import Role
from surveys.registry.reach import Reach, Reachable


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, language: str = "zh-hans") -> "User":
        user = User(email=email.strip().lower(), name=name, language=language)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    acts_through = ""
    """The name of the API key through which he acts in this request."""

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        name = self.name or self.email
        return f"{name} [{self.acts_through}]" if self.acts_through else name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


ONE_BODY = Q(authority__isnull=True) ^ Q(organisation__isnull=True)


class Share(models.Model):
    """Of what is asked of an organisation, the part that a contributor sees and answers: these data centers, or all where
    none is listed; these sections, each as `questionnaire/section`, or all of them where none is listed."""

    facilities: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    sections: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def is_part(self) -> bool:
        return bool(self.facilities or self.sections)


class Membership(Share, Reachable):
    """What a user is in one authority or one organisation. It ends by `ended_at`, and then no longer counts at once."""

    REACH = Reach(organisation="organisation", authority="authority", inner=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("surveys.User", on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey("surveys.Authority", null=True, blank=True, on_delete=models.CASCADE)
    organisation = models.ForeignKey("surveys.Organisation", null=True, blank=True, on_delete=models.CASCADE)
    role = models.CharField(max_length=20, choices=Role.choices)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_BODY, name="membership_in_one_body"),
            models.UniqueConstraint(
                fields=["user", "authority"], condition=Q(ended_at=None), name="one_role_in_an_authority"
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(ended_at=None), name="one_role_in_an_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.body} · {self.get_role_display()}"

    @property
    def body(self) -> models.Model:
        body = self.authority or self.organisation
        assert body is not None  # the constraint membership_in_one_body
        return body


def make_nonce() -> str:
    return secrets.token_urlsafe(32)


class Invitation(Share, Reachable):
    """A way in for one e-mail address, once, to all or a part of what is asked. The link's token is derived from `nonce` and
    the secret key, never stored."""

    REACH = Reach(organisation="organisation", authority="authority", inner=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="zh-hans")
    authority = models.ForeignKey("surveys.Authority", null=True, blank=True, on_delete=models.CASCADE)
    organisation = models.ForeignKey("surveys.Organisation", null=True, blank=True, on_delete=models.CASCADE)
    role = models.CharField(max_length=20, choices=Role.choices)
    nonce = models.CharField(max_length=64, default=make_nonce, editable=False)
    invited_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_BODY, name="invitation_to_one_body")]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    @property
    def body(self) -> models.Model:
        body = self.authority or self.organisation
        assert body is not None  # the constraint invitation_to_one_body
        return body


class Act(models.TextChoices):
    """What a key is good for; each takes in those before it."""

    READ = "read", _("look only")
    ANSWER = "answer", _("look, and fill in drafts")
    SUBMIT = "submit", _("look, fill in drafts, and submit")

    def takes_in(self, other: "Act") -> bool:
        every = list(Act)
        return every.index(other) <= every.index(self)


class ApiKey(Reachable):
    """A way in for a program of an organisation. It acts in the name of who made it, for as long as that person manages
    the organisation. The key itself is shown once; what is kept is its digest, and its end to tell it from others.

    `first_used_at` and `last_used_at` are no more exact than the lots in which requests are counted, see keys/requests.py.
    """

    REACH = Reach(organisation="organisation", region="organisation__region")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=60)
    act = models.CharField(max_length=8, choices=Act.choices)
    for_all_facilities = models.BooleanField(help_text="Also those that come later, and the organisation itself.")
    facilities = models.ManyToManyField("surveys.Facility", related_name="api_keys")
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    made_by = models.ForeignKey("surveys.User", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    first_used_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True, help_text="The one in which `drawn` requests were handed out.")
    drawn = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} (…{self.ending})"

    def allows(self, act: Act) -> bool:
        return Act(self.act).takes_in(act)


class FailedLogin(models.Model):
    """A try with a wrong password. Whose and whence stand here as digests, see failed_logins.py."""

    account = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="failed_logins_at_an_account"),
            models.Index(fields=["place", "at"], name="failed_logins_from_a_place"),
        ]


class ForgottenPassword(models.Model):
    """Somebody asked for a new password for this address, which may be nobody's: the worker looks whose it is.

    So the page does the same for a known address and an unknown one.
    """

    email = models.EmailField(primary_key=True)
    at = models.DateTimeField()
