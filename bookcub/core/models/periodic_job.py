"""Something that workers do again and again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models


class PeriodicJobQuerySet(models.QuerySet["PeriodicJob"]):
    """Periodic jobs, and who does them."""

    def claim(self, name: str, *, at: datetime, every: timedelta) -> bool:
        """Say whether the caller is the one to do this job now; nobody else is told so until it is due again."""
        self.bulk_create([PeriodicJob(name=name, due_at=at)], ignore_conflicts=True)
        return bool(self.filter(name=name, due_at__lte=at).update(due_at=at + every, began_at=at))


class PeriodicJob(models.Model):
    """When a periodic job is due next, and how it went last: one row for all workers together."""

    name = models.CharField(max_length=120, unique=True)
    due_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)

    objects: ClassVar[PeriodicJobQuerySet] = PeriodicJobQuerySet.as_manager()  # type: ignore[assignment]  # as_manager's own type

    def __str__(self) -> str:
        return self.name
