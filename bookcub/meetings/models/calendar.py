from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

from bookcub.clubs.models import new_key
from bookcub.people.models import User


class PersonalCalendar(models.Model):
    """The secret address of one person's calendar of all their clubs. A membership has one of its own."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="club_calendar")
    key = models.CharField(max_length=40, default=new_key, unique=True)
    renewed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(
        default=timezone.now
    )

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
