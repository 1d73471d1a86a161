"""Proof of life."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

# A worker beats every few seconds; after this long without one it is taken for dead.
PATIENCE = timedelta(seconds=45)


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Workers that say they are alive."""

    def beat(self, worker: str, *, at: datetime) -> None:
        """Write down that this worker lives."""
        if not self.filter(worker=worker).update(at=at):
            self.update_or_create(worker=worker, defaults={"at": at})

    def alive(self, *, at: datetime) -> HeartbeatQuerySet:
        """Only those heard of a moment ago."""
        return self.filter(at__gt=at - PATIENCE)


class Heartbeat(models.Model):
    """The last sign of life of one worker process."""

    worker = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    objects: ClassVar[HeartbeatQuerySet] = HeartbeatQuerySet.as_manager()  # type: ignore[assignment]  # as_manager's own type

    def __str__(self) -> str:
        return self.worker
