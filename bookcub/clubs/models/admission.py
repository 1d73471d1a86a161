from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bookcub.clubs.models.club import Club
from bookcub.clubs.models.membership import new_key
from bookcub.people.models import Pseud, User
from bookcub.people.policies import hears_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class AdmissionAnswer(models.TextChoices):
    OPEN = "open", gettext_lazy("Not answered")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    DECLINED = "declined", gettext_lazy("Declined")
    NOT_YET = "not_yet", gettext_lazy("Not yet")
    WITHDRAWN = "withdrawn", gettext_lazy("Taken back")


WAITING = Q(answer__in=["open", "not_yet"])  # what still can be answered: "not yet" comes back
OPEN_AS_TOLD = WAITING | Q(answer="declined", tells=False)


class Admission(models.Model):
    """A question between a club and a person. "Not yet" keeps it open, until a day if one was said.

    The one who asked learns the word of the answerer only if they wrote one, and a decline only if
    `tells` is true; else the question just stays unanswered for them.
    """

    word = models.CharField("of the one who asks", max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=9, choices=AdmissionAnswer, default=AdmissionAnswer.OPEN)
    answered_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    answer_word = models.CharField("for the one who asked", max_length=500, blank=True)
    tells = models.BooleanField("the answer is told", default=True)
    back_on: models.DateField[date | None, date | None] = models.DateField(
        "when a 'not yet' is shown again", null=True, blank=True
    )
    for_good = models.BooleanField("further ones are declined by themselves", default=False)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.answer in {AdmissionAnswer.OPEN, AdmissionAnswer.NOT_YET}

    @property
    def as_told(self) -> AdmissionAnswer:
        """The answer as the one who asked may know it."""
        if self.answer in {AdmissionAnswer.ACCEPTED, AdmissionAnswer.WITHDRAWN} or self.tells:
            return AdmissionAnswer(self.answer)
        return AdmissionAnswer.OPEN

    @property
    def told_word(self) -> str:
        """The word of the answerer, for somebody who hears of them; see `telling_words_to`."""
        return self.answer_word if getattr(self, "is_answer_heard", True) else ""

    def take_answer(
        self,
        answer: AdmissionAnswer,
        *,
        at: datetime,
        word: str = "",
        tells: bool,
        back_on: date | None = None,
        for_good: bool = False,
    ) -> None:
        """Keep what was answered; a word is kept only if it is told."""
        self.answer, self.answered_at, self.tells = answer, at, tells
        self.answer_word = word if tells else ""
        self.back_on = back_on if answer == AdmissionAnswer.NOT_YET else None
        self.for_good = for_good
        self.save(
            update_fields=["answer", "answered_at", "tells", "answer_word", "back_on", "for_good"]
        )

    def withdraw(self) -> None:
        """Take the question back. Nothing else about it changes, whatever was answered in silence."""
        self.answer = AdmissionAnswer.WITHDRAWN
        self.save(update_fields=["answer"])


def _is_true(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=models.BooleanField())


class ClubInvitationQuerySet(models.QuerySet["ClubInvitation"]):
    def to(self, person: User | AnonymousUser) -> ClubInvitationQuerySet:
        """Those that went to this person and were not taken back, in clubs that still are and are not hidden.

        Those of switched-off accounts are hidden, and of people of whom they do not hear.
        """
        if not person.is_authenticated:
            return self.none()
        here = self.filter(hears_of(person, "by__user"), user=person)
        here = here.filter(club__discarded_at=None, club__hiding=None)
        return here.exclude(answer=AdmissionAnswer.WITHDRAWN).exclude(by__user__is_active=False)

    def waiting(self) -> ClubInvitationQuerySet:
        return self.filter(WAITING)

    def telling_words_to(self, person: User) -> ClubInvitationQuerySet:
        """With each answer its word, unless it is by somebody of whom this person does not hear."""
        return self.annotate(is_answer_heard=_is_true(hears_of(person, "user")))

    def unanswered_as_told(self) -> ClubInvitationQuerySet:
        """Those that look unanswered to who asked: silently declined ones among them."""
        return self.filter(OPEN_AS_TOLD)


class ClubInvitation(Admission):
    """A member asks somebody to join."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="club_invitations")
    by = models.ForeignKey(
        Pseud, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ClubInvitationQuerySet.as_manager()

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


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def by(self, person: User | AnonymousUser) -> JoinRequestQuerySet:
        """Those that this person made and did not take back, to clubs that still are."""
        if not person.is_authenticated:
            return self.none()
        here = self.filter(pseud__user=person, club__discarded_at=None)
        return here.exclude(answer=AdmissionAnswer.WITHDRAWN)

    def heard_by(self, host: User) -> JoinRequestQuerySet:
        """Those by people of whom a host hears. The other hosts hear of them all the same."""
        return self.filter(hears_of(host, "pseud__user"))

    def waiting(self) -> JoinRequestQuerySet:
        """Those that still can be answered: not of switched-off accounts."""
        return self.filter(WAITING, pseud__user__is_active=True)

    def telling_words_to(self, person: User) -> JoinRequestQuerySet:
        """With each answer its word, unless it is by somebody of whom this person does not hear."""
        return self.annotate(is_answer_heard=_is_true(hears_of(person, "answered_by")))

    def unanswered_as_told(self) -> JoinRequestQuerySet:
        """Those that look unanswered to who asked: silently declined ones among them."""
        return self.filter(OPEN_AS_TOLD)


class JoinRequest(Admission):
    """Somebody asks a club to let them in."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="requests")
    pseud = models.ForeignKey(Pseud, on_delete=models.CASCADE, related_name="join_requests")
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = JoinRequestQuerySet.as_manager()

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
