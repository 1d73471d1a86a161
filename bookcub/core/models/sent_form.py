"""A form that arrives twice makes one thing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone

# A proxy repeats a form after seconds, a person after a night with the page still open.
KEPT_FOR = timedelta(days=7)


class SentFormQuerySet(models.QuerySet["SentForm"]):
    """Forms that have arrived."""

    def claim(self, key: str, address: str = "") -> bool:
        """Say whether this form arrives for the first time; undone with the transaction that makes what it asks for."""
        try:
            with transaction.atomic():
                self.create(key=key, address=address)
        except IntegrityError:
            return False
        return True

    def address_of(self, key: str) -> str | None:
        """Where that stands which the form has made: "" while it is being made, None if it never came."""
        return self.filter(key=key).values_list("address", flat=True).first()

    def forget_old(self, *, at: datetime) -> int:
        return self.filter(sent_at__lt=at - KEPT_FOR).delete()[0]


class SentForm(models.Model):
    """One form that somebody sent, as a fingerprint, and the address of what it made."""

    key = models.CharField(max_length=64, unique=True)
    address = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar[SentFormQuerySet] = SentFormQuerySet.as_manager()  # type: ignore[assignment]  # as_manager's own type

    def __str__(self) -> str:
        return self.address
