from __future__ import annotations

from django.db import models
from django.utils import timezone

from bookcub.core.ids import short_id
from bookcub.people.models.user import User


def invitation_code() -> str:
    return short_id(16)


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

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None
