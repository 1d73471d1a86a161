from __future__ import annotations

from django.db import models
from django.utils import timezone

from bookcub.people.models.user import User


class Deactivation(models.Model):
    """A keeper switched an account off: who, when, why, and when it ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="deactivations")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField("shown to the person", max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                name="one_deactivation_at_a_time",
                condition=models.Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} switched off at {self.made_at}"
