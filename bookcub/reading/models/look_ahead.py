from __future__ import annotations

from django.db import models
from django.utils import timezone

from bookcub.people.models import User
from bookcub.works.models import Work


class LookAhead(models.Model):
    """Somebody has chosen to see everything that is said about one work, wherever they are in it.

    Deleting the row takes it back.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="looks_ahead")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "work"], name="look_ahead_once")]

    def __str__(self) -> str:
        return f"{self.user} looks ahead in {self.work}"
