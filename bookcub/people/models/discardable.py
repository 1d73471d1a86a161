from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from bookcub.people.models.user import User

KEPT_FOR = timedelta(days=30)


def in_trash(name: str) -> models.Index:
    """The index that finds what lies in the trash, and nothing else."""
    return models.Index(fields=["discarded_at"], name=name, condition=Q(discarded_at__isnull=False))


class Discardable(models.Model):
    """Something that is put into the trash before it is deleted for good.

    What lies there stays as it is, with all that hangs on it: the condition under `visible_to` hides it from
    everybody, and whoever may bring it back finds it in their trash alone.
    """

    discarded_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "since when it lies in the trash", null=True, blank=True, editable=False
    )
    discarded_by = models.ForeignKey[Any, Any](
        User, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @property
    def is_discarded(self) -> bool:
        return self.discarded_at is not None

    @property
    def goes_at(self) -> datetime | None:
        """When it is deleted for good."""
        return self.discarded_at + KEPT_FOR if self.discarded_at else None
