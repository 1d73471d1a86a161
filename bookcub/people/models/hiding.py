from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.people.models.user import User


class Hiding(models.Model):
    """A keeper has hidden something: from everybody but its authors and the keepers, and until one shows it again."""

    WHY_LONGEST = 500

    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField("told to its authors", max_length=WHY_LONGEST)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["-since", "-id"], name="newest_hidden")]

    def __str__(self) -> str:
        return f"hidden by {self.by} at {self.since}"


def hidden_once(name: str) -> models.UniqueConstraint:
    """One row hides one thing. Its index finds what is hidden, and nothing else."""
    return models.UniqueConstraint(fields=["hiding"], name=name, condition=Q(hiding__isnull=False))


class Hideable(models.Model):
    """Something that keepers can hide. The condition under `visible_to` asks its own column; it stays as it is."""

    hiding = models.ForeignKey[Any, Any](
        Hiding,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,  # `hidden_once` has one
    )

    class Meta:
        abstract = True

    @property
    def is_hidden(self) -> bool:
        return self.hiding_id is not None
