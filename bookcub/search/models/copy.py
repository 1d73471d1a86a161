"""Who follows the changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

KEPT_FOR = timedelta(
    days=7
)  # a copy that was not heard of for so long is built anew when it comes back


class SearchCopyQuerySet(models.QuerySet["SearchCopy"]):
    def note(self, folder: str, *, written_to: int, at: datetime) -> None:
        """This copy has followed up to a mark."""
        self.update_or_create(folder=folder, defaults={"written_to": written_to, "seen_at": at})

    def forget_lost(self, *, at: datetime) -> None:
        """Copies that were not heard of for so long are waited for no more."""
        self.filter(seen_at__lte=at - KEPT_FOR).delete()

    def living(self, *, at: datetime) -> SearchCopyQuerySet:
        """Copies that are waited for."""
        return self.filter(seen_at__gt=at - KEPT_FOR)

    def passed_by_all(self, *, at: datetime) -> int | None:
        """The mark that every copy has passed, of those that are still waited for; None where there is none."""
        found: int | None = self.living(at=at).aggregate(least=models.Min("written_to"))["least"]
        return found


class SearchCopy(models.Model):
    """One machine's copy of one index, and how far it has followed the changes."""

    folder = models.CharField("of its files, which is like no other", max_length=80, unique=True)
    written_to = models.BigIntegerField()
    seen_at = models.DateTimeField()

    objects: ClassVar[SearchCopyQuerySet] = SearchCopyQuerySet.as_manager()  # type: ignore[assignment]  # as_manager's own type

    class Meta:
        verbose_name_plural = "search copies"

    def __str__(self) -> str:
        return self.folder
