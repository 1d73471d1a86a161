from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.clubs.models import LeftNotes, Membership
from bookcub.meetings.models.meeting import Meeting, Question, left_here
from bookcub.people.models import User
from bookcub.people.policies import hears_of
from bookcub.works.models import Chapter

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

SILENCE = timedelta(minutes=2)  # whoever gave no sign of life for so long is not in the room


class LineKind(models.TextChoices):
    SAID = "said", "Somebody says something"
    BOOK = "book", "Somebody opens the book"
    HANDS = "hands", "A show of hands begins"
    COUNT = "count", "A show of hands ends"
    TIMER = "timer", "The timer is set or stopped"
    ROOM = "room", "The room opens or closes"
    TOPIC = "topic", "A question of the agenda is brought up"


# What minutes are made of; the rest only happens in the room.
KEPT = (LineKind.SAID, LineKind.BOOK, LineKind.COUNT, LineKind.TOPIC)


class LineQuerySet(models.QuerySet["Line"]):
    def kept(self) -> LineQuerySet:
        """Those that make minutes, unless these lie in the trash."""
        return self.filter(kind__in=KEPT, taken_back_at=None, meeting__minutes__discarded_at=None)

    def heard_by(self, person: User) -> LineQuerySet:
        """Those by people of whom this person hears; what somebody brings up or counts is also whose question it was."""
        return self.filter(
            hears_of(person, "membership__user"),
            hears_of(person, "question__membership__user"),
            hears_of(person, "hands__asked_by__user"),
        )

    def bringing_up(self, *, ears: User | None = None) -> LineQuerySet:
        """Those by which a question was brought up, in their order; with the `ears` of one person those that they hear."""
        found = self.filter(kind=LineKind.TOPIC, taken_back_at=None, question__isnull=False)
        return (found if ears is None else found.heard_by(ears)).order_by("number")

    def visible_to(self, person: User | AnonymousUser) -> LineQuerySet:
        """What was said in meetings whose talk is open to the person and was neither taken back nor taken along.

        A line that brings up a question is its writer's words too.
        """
        if not person.is_authenticated:
            return self.none()
        asked_here = ~Q(question__membership__left_notes=LeftNotes.TAKE)
        asked_here |= Q(question=None) | Q(question__membership__user=person)
        return (
            self.heard_by(person)
            .filter(
                Q(meeting__in=Meeting.objects.open_to(person)),
                # With the minutes lies in the trash what they are made of.
                Q(taken_back_at=None, meeting__minutes__discarded_at=None),
                # A passage that was opened goes with the words it shows.
                Q(chapter=None) | Q(chapter__hiding=None, chapter__work__hiding=None),
            )
            .filter(Q(membership=None) | left_here(person), asked_here)
        )


class Line(models.Model):
    """One line of a meeting's talk. All lines of a meeting have the meeting's place.

    Numbered from 1 in each meeting, without gaps, in the order in which they were stored; a change
    to an older one (taken back, hands counted) is told by a new line or a new `revision`.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="lines"
    )
    kind = models.CharField(max_length=5, choices=LineKind, default=LineKind.SAID)
    html = models.TextField("sanitised HTML", blank=True)
    chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    block_id = models.CharField("where the book was opened", max_length=12, blank=True)
    quote = models.TextField("the words there, as they were", blank=True)
    around = models.TextField("the paragraph in which these stand", blank=True)
    hands = models.ForeignKey(
        "ShowOfHands", null=True, blank=True, on_delete=models.SET_NULL, related_name="lines"
    )
    question = models.ForeignKey(
        Question,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="lines",
        verbose_name="what was brought up; its words are the line's",
    )
    client_key = models.CharField(
        "of one sending; a retry is no second line", max_length=40, blank=True
    )
    at = models.DateTimeField(default=timezone.now)
    taken_back_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="line_number_once"),
            models.UniqueConstraint(
                fields=["meeting", "membership", "client_key"],
                name="line_sent_once",
                condition=~Q(client_key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.number} of {self.meeting_id}"


class Presence(models.Model):
    """Somebody is in the room, or was."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    came_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["came_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership} in {self.meeting_id}"


class ShowOfHandsQuerySet(models.QuerySet["ShowOfHands"]):
    def waiting(self, *, ears: User | None = None) -> ShowOfHandsQuerySet:
        """Those whose hands are not counted; with the `ears` of one person those that they hear.

        Each hears of one at a time, but where somebody did not hear of another's: then of both, and the newer goes first.
        """
        found = self.filter(closed_at=None)
        return (found if ears is None else found.heard_by(ears)).order_by("-asked_at", "-pk")

    def heard_by(self, person: User) -> ShowOfHandsQuerySet:
        """Those that were asked by people of whom this person hears."""
        return self.filter(hears_of(person, "asked_by__user"))


class ShowOfHands(models.Model):
    """A quick question to everybody in the room."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="shows_of_hands")
    asked_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.CharField(max_length=200)
    options = models.JSONField("2 to 5 words or short sentences", default=list)
    asked_at = models.DateTimeField(default=timezone.now)
    closed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    objects = ShowOfHandsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "shows of hands"
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.question


class Hand(models.Model):
    """One member's hand; changeable until it closes."""

    show = models.ForeignKey(ShowOfHands, on_delete=models.CASCADE, related_name="hands")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    option = models.PositiveSmallIntegerField("its place among the options, from 0")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["show", "membership"], name="one_hand_each")]

    def __str__(self) -> str:
        return f"{self.membership}: {self.option}"
