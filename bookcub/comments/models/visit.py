from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from bookcub.people.models import User
from bookcub.works.models import Work

# Looking again after this long is another visit; within it, what was new stays marked.
VISIT_ENDS_AFTER = timedelta(minutes=30)
PRECISION = timedelta(minutes=1)  # a write for every page would be a lot of writes


class CommentVisit(models.Model):
    """When somebody looked at what is said about a work, now and the time before."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="comment_visits")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="comment_visits")
    seen_at = models.DateTimeField()
    new_since: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "when the visit before ended", null=True, blank=True
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "work"], name="visit_of_each")]

    def __str__(self) -> str:
        return f"{self.user} saw {self.work} at {self.seen_at}"

    def look(self, *, at: datetime) -> bool:
        """The person is looking now; says whether that is worth storing."""
        if at - self.seen_at < PRECISION:
            return False
        if at - self.seen_at > VISIT_ENDS_AFTER:
            self.new_since = self.seen_at
        self.seen_at = at
        return True
