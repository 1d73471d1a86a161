from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.clubs.models.club import Club
from bookcub.clubs.models.membership import new_key
from bookcub.people.models import Pseud, User


class Answer(models.TextChoices):
    OPEN = "open", "Not answered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    NOT_YET = "not_yet", "Not yet"
    WITHDRAWN = "withdrawn", "Taken back"


WAITING = Q(answer__in=["open", "not_yet"])  # what still can be answered: "not yet" comes back


class Asking(models.Model):
    """A question between a club and a person. "Not yet" keeps it open, until a day if one was said.

    The one who asked learns the word of the answerer only if they wrote one, and a decline only if
    `tells` is true; else the question just stays unanswered for them.
    """

    word = models.CharField("of the one who asks", max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=9, choices=Answer, default=Answer.OPEN)
    answered_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    answer_word = models.CharField("for the one who asked", max_length=500, blank=True)
    tells = models.BooleanField("the answer is told", default=True)
    back_on = models.DateField("when a 'not yet' is shown again", null=True, blank=True)

    class Meta:
        abstract = True


class ClubInvitation(Asking):
    """A member asks somebody to join."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="club_invitations")
    by = models.ForeignKey(
        Pseud, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["club", "user"],
                name="invited_once_at_a_time",
                condition=WAITING,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} invited to {self.club}"


class JoinRequest(Asking):
    """Somebody asks a club to let them in."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="requests")
    pseud = models.ForeignKey(Pseud, on_delete=models.CASCADE, related_name="join_requests")
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["club", "pseud"],
                name="asked_once_at_a_time",
                condition=WAITING,
            )
        ]

    def __str__(self) -> str:
        return f"{self.pseud} asks to join {self.club}"


class InvitationLink(models.Model):
    """An address that lets whoever has it join. Renewed, the old one is dead at once."""

    club = models.OneToOneField(Club, on_delete=models.CASCADE, related_name="link")
    key = models.CharField(max_length=40, default=new_key, unique=True)
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    def __str__(self) -> str:
        return f"Link to join {self.club}"

    def is_alive(self, at: datetime) -> bool:
        return self.expires_at is None or at < self.expires_at
