from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac


class LetterRefusalQuerySet(models.QuerySet["LetterRefusal"]):
    def stands(self, email: str) -> bool:
        return self.filter(address=disguised(email)).exists()

    def add(self, email: str) -> None:
        self.get_or_create(address=disguised(email))


class LetterRefusal(models.Model):
    """A guest wants no more letters. Their address is kept as a keyed hash only."""

    address = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = LetterRefusalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Refusal of {self.made_at}"


def disguised(email: str) -> str:
    return salted_hmac(
        "bookcub.notifications.refusal", email.strip().lower(), algorithm="sha256"
    ).hexdigest()
