from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from bookcub.clubs.models import Club
from bookcub.core.behind import WrittenBehind
from bookcub.people.models import User
from bookcub.works.models import Work


class TalkVisit(models.Model):
    """When somebody looked at what is said somewhere, now and the time before."""

    # Looking again after this long is another visit; within it, what was new stays marked.
    ends_after: ClassVar[timedelta] = timedelta(minutes=30)
    precision: ClassVar[timedelta] = timedelta(minutes=1)  # a write for every page would be a lot

    seen_at = models.DateTimeField()
    new_since: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "when the visit before ended", null=True, blank=True
    )

    class Meta:
        abstract = True

    def look(self, *, at: datetime) -> bool:
        """The person is looking now; says whether that is worth storing."""
        if at - self.seen_at < self.precision:
            return False
        if at - self.seen_at > self.ends_after:
            self.new_since = self.seen_at
        self.seen_at = at
        return True


class CommentVisit(TalkVisit):
    """When somebody looked at what is said about a work."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="comment_visits")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="comment_visits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "work"], name="visit_of_each")]

    def __str__(self) -> str:
        return f"{self.user} saw {self.work} at {self.seen_at}"


class ClubVisit(TalkVisit):
    """When somebody looked at the page of a club, where its talk stands.

    All of it is seen at once, so a visit is short; what they press there leads back to it, and has ended none.
    """

    ends_after = timedelta(minutes=5)
    precision = timedelta(0)  # what was there the last time is not new

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="club_visits")
    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="visits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "club"], name="club_visit_of_each")]

    def __str__(self) -> str:
        return f"{self.user} saw {self.club} at {self.seen_at}"


Looks = WrittenBehind[tuple[int, int], datetime]

# By person and work, or person and club: when they last looked.
looks: Looks = WrittenBehind("comment-looks")
club_looks: Looks = WrittenBehind("club-looks")
