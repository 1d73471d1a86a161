from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from bookcub.clubs.models import Membership, clubs_of
from bookcub.meetings.models.room import left_here
from bookcub.people.models import User
from bookcub.reads.models import Read, has_reached

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PredictionQuerySet(models.QuerySet["Prediction"]):
    def visible_to(self, person: User | AnonymousUser) -> PredictionQuerySet:
        """One's own; the others' once they are open *and* the person has reached the place they name.

        One that its owner opened early is for whoever has come that far, too. Nobody else reads a sealed one:
        no host, no keeper. Only that it is there can be counted.
        """
        if not person.is_authenticated:
            return self.none()
        return self.filter(
            Q(read__club__in=clubs_of(person), read__discarded_at=None),
            Q(membership__user=person)
            | (Q(opened_at__isnull=False) & has_reached(person, upto="upto")),
            left_here(person),
        )


class Prediction(models.Model):
    """A sealed guess about what will happen, for the club, until it reaches the place that it names.

    `opened_at` is set by `meetings.actions` when the first of these comes true: every member who shows
    their place has reached it (sitting-out ones aside; hidden ones neither hold it up nor are given away);
    a meeting at that place or a later one is over; the read is finished; its owner wishes it.
    """

    read = models.ForeignKey(Read, on_delete=models.CASCADE, related_name="predictions")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="predictions")
    text = models.CharField(max_length=2000)
    upto = models.PositiveIntegerField("the place it names")
    made_at = models.DateTimeField(default=timezone.now)
    made_at_place = models.PositiveIntegerField("where its writer was", default=0)
    opened_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    opened_by_wish = models.BooleanField("of its owner, before its time", default=False)

    objects = PredictionQuerySet.as_manager()

    class Meta:
        ordering = ["upto", "made_at", "pk"]

    def __str__(self) -> str:
        # Never its words: this is what logs and pages of errors print.
        return f"Prediction {self.pk}"


class PredictionOutcome(models.TextChoices):
    RIGHT = "right", pgettext_lazy("prediction", "It came true")
    PARTLY = "partly", pgettext_lazy("prediction", "Partly")
    WRONG = "wrong", pgettext_lazy("prediction", "It came out differently")


class Verdict(models.Model):
    """What one member says of how a prediction came out."""

    prediction = models.ForeignKey(Prediction, on_delete=models.CASCADE, related_name="verdicts")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=6, choices=PredictionOutcome)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prediction", "membership"], name="verdict_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.outcome}"
