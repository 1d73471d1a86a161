from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bookcub.core.clock import now


class AttemptKind(models.TextChoices):
    LOG_IN = "log_in", "a password tried"
    RESET = "reset", "a password reset asked for"
    CONFIRMATION = "confirmation", "a confirmation mail asked for"
    SIGN_UP = "sign_up", "an account asked for"
    CARD = "card", "a code of a card tried"
    WORK = "work", "a work posted by a new account"
    CHAPTER = "chapter", "a chapter posted by a new account"
    COMMENT = "comment", "a comment posted by a new account"
    CLUB = "club", "a club begun by a new account"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, kind: AttemptKind, who: str, *, since: datetime) -> AttemptQuerySet:
        return self.filter(kind=kind, who=disguised(who), at__gt=since)

    def note(self, kind: AttemptKind, who: str) -> Attempt:
        return self.create(kind=kind, who=disguised(who), at=now())

    def forget(self, kind: AttemptKind, who: str) -> None:
        self.filter(kind=kind, who=disguised(who)).delete()

    def sweep(self, *, older_than: timedelta = timedelta(days=1)) -> None:
        """Delete what no limit looks at any more."""
        self.filter(at__lt=now() - older_than).delete()


class Attempt(models.Model):
    """One try at something that is slowed down or rationed. Names and addresses are kept as keyed hashes only."""

    kind = models.CharField(max_length=12, choices=AttemptKind)
    who = models.CharField("keyed hash of a name, an address or a device", max_length=64)
    at = models.DateTimeField(default=timezone.now)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "who", "at"], name="attempts_of_somebody"),
            models.Index(fields=["at"], name="attempts_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.at}"


def disguised(who: str) -> str:
    return salted_hmac("bookcub.people.attempt", who, algorithm="sha256").hexdigest()
