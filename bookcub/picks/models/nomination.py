from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.clubs.models.club import clubs_of
from bookcub.clubs.models.membership import Membership
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.picks.models.pick import Pick
from bookcub.reads.models.outside_book import OutsideBook
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, person: User | AnonymousUser) -> NominationQuerySet:
        """What was brought in the person's clubs. A title stays readable when its work closes."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(pick__club__in=clubs_of(person), pick__discarded_at=None)

    def available(self) -> NominationQuerySet:
        """Those that nobody took back, of works that are still there."""
        return self.filter(Q(work__isnull=False) | Q(book__isnull=False), withdrawn_at=None)

    def made_for(self, pick: Pick) -> NominationQuerySet:
        """Those of a pick that somebody made in it, and nobody took back: not what stayed from last time."""
        return self.filter(pick=pick, withdrawn_at=None, made_at__gte=pick.opened_at)


class Nomination(models.Model):
    """A work or an outside book that somebody brings, with a word why. Titles stay when works go."""

    pick = models.ForeignKey(Pick, on_delete=models.CASCADE, related_name="nominations")
    number = models.PositiveIntegerField(
        "of the pick's nominations, from 1; ballots and draws use it"
    )
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="nominations")
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    book = models.ForeignKey(
        OutsideBook, null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )
    title = models.CharField(max_length=255)
    byline = models.CharField(max_length=500, blank=True)
    language = models.CharField("of a work: its BCP 47 code", max_length=12, blank=True)
    why = models.CharField(max_length=1000, blank=True)
    # Before the pick opened: of what did not win last time, and stands here again.
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["pick", "number"], name="nomination_number_once"),
            models.UniqueConstraint(
                fields=["pick", "work"],
                name="nominated_once",
                condition=Q(work__isnull=False, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it stands on its pick's page."""
        return f"{self.pick.get_absolute_url()}#nomination-{self.number}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_gone(self) -> bool:
        """Whether the work it named is gone from the archive."""
        return self.work_id is None and self.book_id is None

    def withdraw(self) -> None:
        """Take it off the list. Twice changes nothing."""
        if self.withdrawn_at is None:
            self.withdrawn_at = now()
            self.save(update_fields=["withdrawn_at"])


class Second(models.Model):
    """Another member says: yes, that one. In a lottery it is a ticket."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="seconds")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "membership"], name="second_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership} seconds {self.nomination}"


class Ballot(models.Model):
    """What one member votes; changeable until the vote closes."""

    pick = models.ForeignKey(Pick, on_delete=models.CASCADE, related_name="ballots")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="the host who cast it for somebody without an account",
    )
    ranking = models.JSONField(
        "numbers of nominations: best first, or those approved", default=list
    )
    cast_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["pick", "membership"], name="one_ballot_each")
        ]

    def __str__(self) -> str:
        return f"Ballot in {self.pick}"
