from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bookcub.people.models import User
from bookcub.works.models import Work


class KudosQuerySet(models.QuerySet["Kudos"]):
    def of_the_living(self) -> KudosQuerySet:
        """Without those of accounts that are switched off."""
        return self.exclude(user__is_active=False)


class Kudos(models.Model):
    """One person's thanks for one work: a member, or a guest known by a keyed hash of their address.

    Without either it is the thanks of a member whose account is gone.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="kudos")
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="kudos"
    )
    guest_key = models.CharField(max_length=64, blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    objects = KudosQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "kudos"
        ordering = ["-given_at"]
        indexes = [models.Index(fields=["given_at"], name="kudos_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "user"], name="kudos_once", condition=models.Q(user__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["work", "guest_key"],
                name="guest_kudos_once",
                condition=~models.Q(guest_key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Kudos for {self.work_id}"


def guest_key(address: str, *, of: str) -> str:
    """A guest's network address as a keyed hash, another one for each use: it tells them apart and nothing else."""
    return salted_hmac(f"bookcub.comments.{of}", address, algorithm="sha256").hexdigest()
