from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from bookcub.clubs.models import Membership, clubs_of
from bookcub.meetings.models import left_here
from bookcub.people.models import User
from bookcub.people.policies import hears_of
from bookcub.reads.models import Read, has_come_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PredictionQuerySet(models.QuerySet["Prediction"]):
    def visible_to(self, person: User | AnonymousUser) -> PredictionQuerySet:
        """One's own; the others' once the person has come to the place they name.

        Nobody reads a sealed one: no host, no keeper, nor who looks ahead. Only that it is there can be counted.
        """
        if not person.is_authenticated:
            return self.none()
        return self.filter(
            Q(read__club__in=clubs_of(person), read__discarded_at=None),
            Q(membership__user=person) | has_come_to(person, upto="upto"),
            left_here(person),
        )

    def open_to(self, person: User) -> PredictionQuerySet:
        """Those whose place the person has reached, their own too: open for them, whoever else has come there."""
        return self.visible_to(person).filter(has_come_to(person, upto="upto"))

    def unjudged_by(self, person: User) -> PredictionQuerySet:
        """Those that are open for the person, and of which they have not said how they came out."""
        own = Verdict.objects.filter(prediction=OuterRef("pk"), membership__user=person)
        return self.open_to(person).filter(~Exists(own))


class Prediction(models.Model):
    """A guess about what will happen, for the club: sealed for each member until they reach the place that it names.

    Nothing is kept of its opening: that would tell where somebody is.
    """

    read = models.ForeignKey(Read, on_delete=models.CASCADE, related_name="predictions")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="predictions")
    text = models.CharField(max_length=2000)
    upto = models.PositiveIntegerField("the place it names")
    made_at = models.DateTimeField(default=timezone.now)
    made_at_place = models.PositiveIntegerField("where its writer was", default=0)

    objects = PredictionQuerySet.as_manager()

    class Meta:
        ordering = ["upto", "made_at", "pk"]

    def __str__(self) -> str:
        # Never its words: this is what logs and pages of errors print.
        return f"Prediction {self.pk}"


class PredictionOutcome(models.TextChoices):
    RIGHT = "right", pgettext_lazy("prediction", "Right")
    PARTLY = "partly", pgettext_lazy("prediction", "Partly")
    WRONG = "wrong", pgettext_lazy("prediction", "Wrong")


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def heard_by(self, person: User) -> VerdictQuerySet:
        """Those of members of whom this person hears. Whether they may read the prediction is asked of that."""
        return self.filter(hears_of(person, "membership__user"))


class Verdict(models.Model):
    """What one member says of how a prediction came out."""

    prediction = models.ForeignKey(Prediction, on_delete=models.CASCADE, related_name="verdicts")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=6, choices=PredictionOutcome)
    at = models.DateTimeField(default=timezone.now)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prediction", "membership"], name="verdict_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.outcome}"
