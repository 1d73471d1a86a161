from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from bookcub.people.models.user import User


class PastUsernameQuerySet(models.QuerySet["PastUsername"]):
    def named(self, name: str) -> PastUsernameQuerySet:
        """Every account that ever had this name, the latest first."""
        return self.alias(lower_name=Lower("username")).filter(lower_name=name.lower())


class PastUsername(models.Model):
    """A name an account had before, so that old links find it and nobody else takes it at once."""

    KEPT_FOR: ClassVar[timedelta] = timedelta(days=90)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="past_usernames")
    username = models.CharField(max_length=40)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = PastUsernameQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(Lower("username"), name="past_username_by_name")]

    def __str__(self) -> str:
        return self.username
