from __future__ import annotations

from django.db import models
from django.utils import timezone

from bookcub.clubs.models import Membership
from bookcub.meetings.models.meeting import Meeting


class Attendance(models.Model):
    """Whether somebody was at a meeting, as they say or a host says; of others their `Presence` in the room tells."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    was_there = models.BooleanField()
    said_by = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="who said it for somebody else",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership} at {self.meeting_id}: {self.was_there}"

    @property
    def is_their_own_word(self) -> bool:
        """Nobody says it for them then. Who has no account cannot have said it."""
        return self.said_by_id is None and self.membership.user_id is not None
