from __future__ import annotations

from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone

from bookcub.people.models.user import User


class UserBlockQuerySet(models.QuerySet["UserBlock"]):
    def between(self, one: User | OuterRef, other: User | OuterRef) -> UserBlockQuerySet:
        """Those by which the two have nothing to do with each other, whoever of them made it."""
        return self.filter(Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one))


class UserBlock(models.Model):
    """One account wants nothing to do with another, under all of its pseuds and names. The other is never told."""

    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocked_by")
    since = models.DateTimeField(default=timezone.now)

    objects = UserBlockQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="blocked_once"),
            models.CheckConstraint(
                condition=~Q(blocker=F("blocked")), name="nobody_blocks_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blocker} blocks {self.blocked}"


class UserMute(models.Model):
    """One account wants to hear nothing of another. Nothing changes for that one, who is never told."""

    REASON_LONGEST = 200

    muter = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(User, on_delete=models.CASCADE, related_name="muted_by")
    reason = models.CharField("for the muter alone", max_length=REASON_LONGEST, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["muter", "muted"], name="muted_once"),
            models.CheckConstraint(condition=~Q(muter=F("muted")), name="nobody_mutes_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.muter} mutes {self.muted}"
