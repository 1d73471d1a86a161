from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bookcub.clubs.models.club import Club, clubs_of
from bookcub.clubs.models.membership import Membership
from bookcub.core.page_urls import reverse
from bookcub.people.models import Discardable, User, in_trash
from bookcub.picks.counting.lottery import commitment_to, new_seed
from bookcub.picks.counting.ties import TieRule
from bookcub.reads.models import Read

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Method(models.TextChoices):
    TURNS = "turns", gettext_lazy("We take turns: each time, another of us chooses")
    APPROVAL = (
        "approval",
        gettext_lazy("We vote: everybody ticks all the books they would gladly read"),
    )
    RANKED = "ranked", gettext_lazy("We vote: everybody puts the books in order, favourite first")
    LOTTERY = (
        "lottery",
        gettext_lazy("We draw lots: the more of us second a book, the better its chances"),
    )
    HOST = "host", gettext_lazy("A host decides: everybody suggests, a host chooses")


class TieRuleChoice(models.TextChoices):
    EARLIER = TieRule.EARLIER.value, gettext_lazy("The book that was suggested first")
    FEWEST = (
        TieRule.FEWEST.value,
        gettext_lazy("The book of whoever has won least often so far"),
    )
    LOT = TieRule.LOT.value, gettext_lazy("What is drawn by lot, in a way that everybody can check")
    HOST = TieRule.HOST.value, gettext_lazy("The book that a host decides on")


class Stage(models.TextChoices):
    NOMINATING = "nominating", "Suggestions"
    VOTING = "voting", "Voting"
    TIED = "tied", "Tied; a host decides"
    PICKED = "picked", "Picked"
    CANCELLED = "cancelled", "Given up"


UNDER_WAY = (Stage.NOMINATING, Stage.VOTING, Stage.TIED)


class PickRules(models.Model):
    """How a club chooses: its settings, copied into each pick when it opens."""

    club = models.OneToOneField(Club, on_delete=models.CASCADE, related_name="pick_rules")
    method = models.CharField(max_length=8, choices=Method, default=Method.TURNS)
    tie_rule = models.CharField(max_length=7, choices=TieRuleChoice, default=TieRuleChoice.EARLIER)
    nominations_each = models.PositiveSmallIntegerField(default=1)
    seconds_needed = models.PositiveSmallIntegerField(default=0)
    allows_repeats = models.BooleanField("of what was read before", default=False)
    hides_results = models.BooleanField("until the vote closes", default=True)
    nominating_days = models.PositiveSmallIntegerField(default=7)
    voting_days = models.PositiveSmallIntegerField(default=5)
    ticks_each = models.PositiveSmallIntegerField(
        "where all tick; 0: as many as they like", default=0
    )

    def __str__(self) -> str:
        return f"Rules of {self.club}"

    def terms(self) -> Terms:
        """What a pick that opens now goes by."""
        return Terms(**{each.name: getattr(self, each.name) for each in fields(Terms)})


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of one pick, as they stood when it opened; changing the club's rules leaves them alone."""

    tie_rule: str = TieRuleChoice.EARLIER
    nominations_each: int = 1
    seconds_needed: int = 0
    allows_repeats: bool = False
    hides_results: bool = True
    nominating_days: int = 7
    voting_days: int = 5
    ticks_each: int = 0  # where all tick; 0: as many as they like

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Terms:
        """From a pick's row; what is not said there is as it always was."""
        return cls(**{each.name: kept[each.name] for each in fields(cls) if each.name in kept})


class PickQuerySet(models.QuerySet["Pick"]):
    def visible_to(self, person: User | AnonymousUser) -> PickQuerySet:
        if not person.is_authenticated:
            return self.none()
        return self.filter(club__in=clubs_of(person), discarded_at=None)

    def standing(self) -> PickQuerySet:
        """Those that are not in the trash, nor their club."""
        return self.filter(discarded_at=None, club__discarded_at=None)

    def under_way(self) -> PickQuerySet:
        return self.standing().filter(stage__in=UNDER_WAY)

    def voted_by_all(self) -> PickQuerySet:
        """Votes that wait for nobody: whoever belongs to the club now, be it by name alone, has a ballot."""
        from bookcub.picks.models.nomination import Ballot  # noqa: PLC0415  # the two know each other

        here = Ballot.objects.filter(pick=OuterRef(OuterRef("pk")), membership=OuterRef("pk"))
        there = Membership.objects.taking_part().filter(club=OuterRef("club"))
        there = there.exclude(user__is_active=False)
        cast = there.filter(Exists(here))
        missing = there.filter(~Exists(here))
        return self.filter(Exists(cast), ~Exists(missing), stage=Stage.VOTING)

    def over(self) -> PickQuerySet:
        return self.standing().exclude(stage__in=UNDER_WAY)


class Pick(Discardable):
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
    word = models.CharField("of whoever opened it: what is looked for", max_length=300, blank=True)
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
    seed = models.CharField("secret until it closes", max_length=64, default=new_seed)
    closed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    winner = models.ForeignKey(
        "Nomination", null=True, blank=True, on_delete=models.SET_NULL, related_name="won"
    )
    tied = models.JSONField("numbers of the nominations that are level", default=list, blank=True)
    read = models.OneToOneField(
        Read, null=True, blank=True, on_delete=models.SET_NULL, related_name="pick"
    )
    how = models.TextField("in a sentence, how it was decided", blank=True)
    count = models.JSONField(
        "what was voted on, what hosts said of ties, the rounds: see actions/closing.py",
        default=dict,
        blank=True,
    )

    objects = PickQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["club", "number"], name="pick_number_once"),
            models.UniqueConstraint(
                fields=["club"],
                name="one_pick_at_a_time",
                condition=Q(stage__in=["nominating", "voting", "tied"], discarded_at=None),
            ),
        ]
        indexes = [in_trash("pick_in_trash")]

    def __str__(self) -> str:
        return f"Pick {self.number} of {self.club}"

    def get_absolute_url(self) -> str:
        return reverse("picks:pick_detail", args=[self.club_id, self.pk])

    @property
    def standing_read(self) -> Read | None:
        """What it led to, unless that lies in the trash."""
        return None if self.read is None or self.read.is_discarded else self.read

    @property
    def has_plan(self) -> bool:
        """Whether what it led to says by when to have read how far. One query."""
        return self.standing_read is not None and self.standing_read.milestones.exists()

    @property
    def terms(self) -> Terms:
        return Terms.read(self.rules)

    @property
    def ticks_each(self) -> int:
        """How many one may tick; 0: as many as there are, or it is no vote by ticks."""
        return self.terms.ticks_each if self.method == Method.APPROVAL else 0

    @property
    def is_under_way(self) -> bool:
        return self.stage in UNDER_WAY

    @property
    def is_nominating(self) -> bool:
        return self.stage == Stage.NOMINATING

    @property
    def is_voting(self) -> bool:
        return self.stage == Stage.VOTING

    @property
    def waits_for_host(self) -> bool:
        return self.stage == Stage.TIED

    @property
    def is_by_turns(self) -> bool:
        return self.method == Method.TURNS

    @property
    def is_by_vote(self) -> bool:
        return self.method in {Method.APPROVAL, Method.RANKED}

    @property
    def takes_seconds(self) -> bool:
        """Whether seconding a suggestion does anything: it is needed, or a ticket."""
        needed = self.terms.seconds_needed > 0 and not self.is_by_turns
        return needed or self.method == Method.LOTTERY

    @property
    def closes_at(self) -> datetime | None:
        """The deadline that everybody is told of. Whose turn it is is not pressed for time."""
        if self.is_voting:
            return self.vote_closes_at
        return self.nominations_close_at if self.is_nominating and not self.is_by_turns else None

    def reopen_suggestions(self) -> None:
        """Be where it began, with what was suggested; whoever calls this saves it."""
        self.stage = Stage.NOMINATING
        self.count, self.tied = {}, []
        self.vote_closes_at = None

    @property
    def commitment(self) -> str:
        """What is shown of the seed from the beginning: its hash."""
        return commitment_to(self.seed)


class TurnPassed(models.Model):
    """Somebody let their turn go by."""

    pick = models.ForeignKey(Pick, on_delete=models.CASCADE, related_name="passes")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.membership} passed"
