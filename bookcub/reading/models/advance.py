from __future__ import annotations

from django.db import models

from bookcub.people.models import User
from bookcub.works.models import Chapter


class Advance(models.Model):
    """How far one visit moved somebody's horizon in one chapter, so that it can be taken back.

    A visit is named by the moment at which its page was opened. The rows go after a day
    (`actions/advances.py`); what they moved stays.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="advances")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="advances")
    opened_at = models.DateTimeField()
    words = models.PositiveIntegerField("for which time was spent", default=0)
    furthest_block_id = models.CharField(max_length=12, blank=True)
    furthest_index = models.IntegerField("that block's number, -1 for none", default=-1)
    read_whole_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "opened_at", "chapter"], name="one_advance_per_visit"
            )
        ]
        indexes = [models.Index(fields=["opened_at"], name="advance_by_age")]

    def __str__(self) -> str:
        return f"{self.user_id} to block {self.furthest_index} of {self.chapter_id}"
