from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from bookcub.clubs.models import Club, clubs_of
from bookcub.comments.models.comment import Comment
from bookcub.core.clock import now
from bookcub.core.zones import zone_named
from bookcub.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, person: User | AnonymousUser) -> AnnouncementQuerySet:
        """Those of the person's clubs whose words they may hear."""
        if not person.is_authenticated:
            return self.none()
        heard = Comment.objects.visible_to(person).spoken().filter(pk=OuterRef("comment"))
        return self.filter(Exists(heard), club__in=clubs_of(person))

    def standing(self, at: datetime | None = None) -> AnnouncementQuerySet:
        """Those whose last day is not over now, or at that moment."""
        return self.filter(until__gt=at or now())

    def unseen_by(self, person: User) -> AnnouncementQuerySet:
        """Without what this person has put away for themselves."""
        return self.exclude(
            Exists(SeenAnnouncement.objects.filter(announcement=OuterRef("pk"), user=person))
        )


class Announcement(models.Model):
    """That something a host says beside the books stands on top of the club's page, until its day is over."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="announcement")
    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="announcements")
    until = models.DateTimeField("it stands before this moment; the present one takes it down")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["club", "until"], name="standing_in_club")]

    def __str__(self) -> str:
        return f"Announcement of {self.comment_id}"

    @property
    def last_day(self) -> date:
        """The last one on which it stands, where the club meets."""
        last = self.until - timedelta(seconds=1)
        return last.astimezone(zone_named(self.club.time_zone)).date()

    @property
    def stands(self) -> bool:
        return self.until > now()

    def take_down(self, *, at: datetime) -> None:
        """Let it be an ordinary comment again."""
        if self.until > at:
            self.until = at
            self.save(update_fields=["until"])


class SeenAnnouncement(models.Model):
    """That somebody needs an announcement on top no longer; the others keep it."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="seen")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seen_announcements")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "user"], name="seen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} has seen {self.announcement}"
