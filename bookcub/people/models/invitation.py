from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from bookcub.core.ids import short_id
from bookcub.core.page_urls import reverse
from bookcub.people.models.user import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def invitation_code() -> str:
    return short_id(16)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, person: User | AnonymousUser) -> InvitationQuerySet:
        """A keeper sees all; a member those they made."""
        if not person.is_authenticated:
            return self.none()
        return self if person.is_keeper else self.filter(made_by=person)

    def open(self) -> InvitationQuerySet:
        return self.filter(used_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """One seat in an archive that is open by invitation."""

    code = models.CharField(max_length=32, unique=True, default=invitation_code)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("sent to", blank=True)
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_by = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="invited_with"
    )
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None

    def get_absolute_url(self) -> str:
        return reverse("people:account_create", args=[self.code])

    def withdraw(self) -> None:
        """Let nobody join with it any more. What is used stays used."""
        if self.is_open:
            self.withdrawn_at = timezone.now()
            self.save(update_fields=["withdrawn_at"])
