from __future__ import annotations

from django.db import models
from django.utils import timezone

from bookcub.works.models.chapter import Chapter
from bookcub.works.models.draft_reader import DraftReader


class DraftReading(models.Model):
    """Which revision of a draft somebody it is shown to opened last, and which one before that."""

    reader = models.ForeignKey(DraftReader, on_delete=models.CASCADE, related_name="readings")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField("of the revision they opened last")
    before = models.PositiveIntegerField("of the other one they opened before; 0: none", default=0)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "chapter"], name="one_reading_per_draft")
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} read revision {self.number} of {self.chapter_id}"

    def known_before(self, newest: int) -> int:
        """The revision that the newest one is news against for its reader; 0 where there is none."""
        return self.number if self.number < newest else self.before
