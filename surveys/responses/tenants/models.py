"""What an operator asks of a tenant: questions of one of its returns, by a single-use link."""

import hmac
import uuid
from dataclasses import replace

from django.db import models
from django.db.models import Q

from surveys.accounts.models import make_nonce
from surveys.notices import tenant_links
from surveys.registry.reach import Reachable
from surveys.responses.models import Response

LONGEST_WORD = 500


class TenantRequest(Reachable):
    """Like what operator and bureau say to each other it belongs to the organisation that asked: with a data center that
    goes to another operator it does not go over.

    `version`: that of the questionnaire by which it was answered; `answers` as typed, by question."""

    REACH = replace(Response.REACH.through("response"), organisation="organisation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey("surveys.Response", on_delete=models.PROTECT, related_name="tenant_requests")
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="tenant_requests")
    questions: "models.JSONField[list[str], list[str]]" = models.JSONField(help_text="Their names.")
    tenant = models.CharField(max_length=100)
    email = models.EmailField()
    language = models.CharField(max_length=8)
    word = models.CharField(max_length=LONGEST_WORD, blank=True, help_text="The operator's own, in the letter.")
    nonce = models.CharField(max_length=64, default=make_nonce, editable=False, help_text="Of the link that holds.")
    until = models.DateTimeField(help_text="By when the tenant is to answer; the link ends with it.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answers: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    version = models.ForeignKey("surveys.Version", null=True, on_delete=models.PROTECT, related_name="+")
    declared_by = models.CharField(max_length=100, blank=True, help_text="Who declared it to be true.")
    position = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, version=None) | Q(answered_at__isnull=False, version__isnull=False),
                name="a_tenants_answer_is_of_a_version",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(withdrawn_at=None), name="what_a_tenant_answered_is_not_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return self.tenant

    @property
    def token(self) -> str:
        return tenant_links.token_of(self.pk, self.nonce, self.email)

    @property
    def key_of_letter(self) -> str:
        return tenant_links.key_of(self.pk, self.nonce)

    def is_opened_by(self, token: str) -> bool:
        return hmac.compare_digest(self.token.encode(), token.encode())

    @property
    def declarant(self) -> str:
        return f"{self.declared_by}（{self.position}）" if self.position else self.declared_by
