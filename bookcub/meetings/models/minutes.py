from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.clubs.models import Membership, clubs_of, hosted_by
from bookcub.core.page_urls import reverse
from bookcub.meetings.models.meeting import Meeting
from bookcub.people.models import Discardable, User, in_trash

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, person: User | AnonymousUser) -> MinutesQuerySet:
        """Published ones of meetings that are open to the person; its hosts see them before."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(
            Q(published_at__isnull=False) | Q(meeting__club__in=hosted_by(person)),
            discarded_at=None,
            meeting__in=Meeting.objects.open_to(person),
            meeting__club__in=clubs_of(person),
        )


class Minutes(Discardable):
    """What stays of a meeting: its lines, and a summary that a host writes and others may correct."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    html = models.TextField("the summary, sanitised HTML", blank=True)
    published_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    held_back_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "since when only a host's own press publishes them: they hid them, or wrote before anybody read them",
        null=True,
        blank=True,
    )
    edited_at = models.DateTimeField(default=timezone.now)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        indexes = [in_trash("minutes_in_trash")]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:minutes_detail", args=[self.meeting_id])


class MinutesRevision(models.Model):
    """One saved state of a summary."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    html = models.TextField("sanitised HTML", blank=True)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_revision_once")
        ]

    def __str__(self) -> str:
        return f"Revision {self.number} of {self.minutes}"
