from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.clubs.models.club import Club, clubs_of
from bookcub.clubs.models.membership import Membership
from bookcub.clubs.models.outside_book import OutsideBook
from bookcub.people.models import User
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Method(models.TextChoices):
    TURNS = "turns", "We take turns"
    APPROVAL = "approval", "We vote: everyone ticks what they would read"
    RANKED = "ranked", "We vote: everyone puts the suggestions in order"
    LOTTERY = "lottery", "We draw lots: each second is a ticket"
    HOST = "host", "A host decides"


class TieRule(models.TextChoices):
    EARLIER = "earlier", "what was suggested first"
    FEWEST = "fewest", "whoever has won least often so far"
    LOT = "lot", "a lot that everyone can check"
    HOST = "host", "a host decides"


class Stage(models.TextChoices):
    NOMINATING = "nominating", "Suggestions"
    VOTING = "voting", "Voting"
    TIED = "tied", "Tied; a host decides"
    PICKED = "picked", "Picked"
    CANCELLED = "cancelled", "Given up"


class PickRules(models.Model):
    """How a club chooses: its settings, copied into each pick when it opens."""

    club = models.OneToOneField(Club, on_delete=models.CASCADE, related_name="pick_rules")
    method = models.CharField(max_length=8, choices=Method, default=Method.TURNS)
    tie_rule = models.CharField(max_length=7, choices=TieRule, default=TieRule.EARLIER)
    nominations_each = models.PositiveSmallIntegerField(default=1)
    seconds_needed = models.PositiveSmallIntegerField(default=0)
    allows_repeats = models.BooleanField("of what was read before", default=False)
    hides_results = models.BooleanField("until the vote closes", default=True)
    nominating_days = models.PositiveSmallIntegerField(default=7)
    voting_days = models.PositiveSmallIntegerField(default=5)

    def __str__(self) -> str:
        return f"Rules of {self.club}"


class PickQuerySet(models.QuerySet["Pick"]):
    def visible_to(self, person: User | AnonymousUser) -> PickQuerySet:
        if not person.is_authenticated:
            return self.none()
        return self.filter(club__in=clubs_of(person))

    def under_way(self) -> PickQuerySet:
        return self.filter(stage__in=[Stage.NOMINATING, Stage.VOTING, Stage.TIED])


class Pick(models.Model):
    """One choosing of the next read, from the first suggestion to the result."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="picks")
    number = models.PositiveIntegerField("of the club's picks, from 1")
    rules = models.JSONField("the club's PickRules when it opened", default=dict)
    method = models.CharField(max_length=8, choices=Method)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.NOMINATING)
    opened_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    turn_of = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="turns"
    )
    nominations_close_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )
    vote_closes_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    reminded_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "of the present deadline", null=True, blank=True
    )
    seed = models.CharField("secret until it closes", max_length=64, blank=True)
    closed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    winner = models.ForeignKey(
        "Nomination", null=True, blank=True, on_delete=models.SET_NULL, related_name="won"
    )
    tied = models.JSONField("ids of nominations that are level", default=list, blank=True)
    how = models.TextField("in a sentence, how it was decided", blank=True)
    count = models.JSONField(
        "the rounds as counted, kept for the picture", default=dict, blank=True
    )

    objects = PickQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["club", "number"], name="pick_number_once"),
            models.UniqueConstraint(
                fields=["club"],
                name="one_pick_at_a_time",
                condition=Q(stage__in=["nominating", "voting", "tied"]),
            ),
        ]

    def __str__(self) -> str:
        return f"Pick {self.number} of {self.club}"

    def get_absolute_url(self) -> str:
        return f"/clubs/{self.club_id}/picks/{self.pk}"


class TurnPassed(models.Model):
    """Somebody let their turn go by."""

    pick = models.ForeignKey(Pick, on_delete=models.CASCADE, related_name="passes")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.membership} passed"


class Nomination(models.Model):
    """A work or an outside book that somebody brings, with a word why. Titles stay when works go."""

    pick = models.ForeignKey(Pick, on_delete=models.CASCADE, related_name="nominations")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="nominations")
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    book = models.ForeignKey(
        OutsideBook, null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )
    title = models.CharField(max_length=255)
    byline = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pick", "work"],
                name="nominated_once",
                condition=Q(work__isnull=False, withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.title


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
    ranking = models.JSONField("nomination ids: best first, or those approved", default=list)
    cast_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["pick", "membership"], name="one_ballot_each")
        ]

    def __str__(self) -> str:
        return f"Ballot in {self.pick}"
