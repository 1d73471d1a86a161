from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bookcub.clubs.models import Club, LeftNotes, Membership, clubs_of
from bookcub.core.page_urls import reverse
from bookcub.meetings.own_names import shown_name
from bookcub.meetings.rhythm import Rhythm
from bookcub.people.models import Discardable, User, in_trash
from bookcub.people.policies import hears_of
from bookcub.reads.models import Read, has_reached

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

OPENS_BEFORE = timedelta(minutes=30)  # the room, before the meeting begins
AFTERTHOUGHTS = timedelta(days=1)  # after the end one can still say what was left unsaid


class MeetingStage(models.TextChoices):
    FINDING = "finding", gettext_lazy("Finding a time")
    FIXED = "fixed", gettext_lazy("Fixed")
    HELD = "held", gettext_lazy("Held")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


class Repeats(models.TextChoices):
    WEEKLY = Rhythm.WEEKLY.value, gettext_lazy("Every week")
    FORTNIGHTLY = Rhythm.FORTNIGHTLY.value, gettext_lazy("Every two weeks")
    MONTHLY = (
        Rhythm.MONTHLY.value,
        gettext_lazy("Every month on the same weekday, such as the first Tuesday"),
    )
    LAST = Rhythm.LAST.value, gettext_lazy("Every month on the last such weekday")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: User | AnonymousUser) -> MeetingQuerySet:
        """The meetings of the person's clubs: that they are, when and where. Not what is said in them."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(club__in=clubs_of(person), discarded_at=None, read__discarded_at=None)

    def standing(self) -> MeetingQuerySet:
        """Those that are not in the trash, nor their read, nor their club."""
        return self.filter(discarded_at=None, read__discarded_at=None, club__discarded_at=None)

    def called_off(self) -> MeetingQuerySet:
        """Those that were cancelled, and those with a time that lie in the trash, be it with their read or club."""
        gone = Q(discarded_at__isnull=False) | Q(read__discarded_at__isnull=False)
        gone |= Q(club__discarded_at__isnull=False)
        return self.filter(Q(stage=MeetingStage.CANCELLED) | (Q(stage=MeetingStage.FIXED) & gone))

    def open_to(self, person: User | AnonymousUser) -> MeetingQuerySet:
        """The meetings whose talk and minutes the person may read.

        Their place is reached, or the person does not mind; without a read there is no place.
        """
        if not person.is_authenticated:
            return self.none()
        consented = SpoilerConsent.objects.filter(membership__user=person).values("meeting")
        return self.visible_to(person).filter(
            Q(read=None) | has_reached(person) | Q(pk__in=consented)
        )


def new_uid() -> str:
    return str(uuid4())


class Meeting(Discardable):
    """When a club talks. Its *place* is how far in the read the talk goes (`upto`, see Read)."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="meetings")
    read = models.ForeignKey(
        Read, null=True, blank=True, on_delete=models.CASCADE, related_name="meetings"
    )
    upto = models.PositiveIntegerField("its place in the read", default=0)
    title = models.CharField(max_length=120)
    word = models.TextField("sanitised HTML, what it is for", blank=True)
    place = models.CharField("where", max_length=300, blank=True)
    url = models.URLField("a link to talk by", max_length=500, blank=True)
    stage = models.CharField(max_length=9, choices=MeetingStage, default=MeetingStage.FINDING)
    made_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    answers_until: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    starts_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    minutes_long = models.PositiveSmallIntegerField(default=60)
    # Only the latest of a row of meetings repeats; the next one is made when it is over.
    repeats = models.CharField(max_length=9, choices=Repeats, blank=True)
    planned_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "when it would be if nobody had moved it", null=True, blank=True
    )
    uid = models.CharField("for calendars, RFC 5545", max_length=60, default=new_uid, unique=True)
    sequence = models.PositiveIntegerField("for calendars, RFC 5546", default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    cancelled_because = models.CharField(max_length=500, blank=True)
    reminded_day_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    reminded_hour_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    opened_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "the room, by hand", null=True, blank=True
    )
    closed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "the room", null=True, blank=True
    )
    lines_said = models.PositiveIntegerField("the number of the newest line", default=0)
    changes = models.PositiveIntegerField(
        "grows with everything else that changes in the room", default=0
    )
    timer_ends_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["club", "starts_at"], name="meetings_of_club"),
            models.Index(fields=["starts_at"], name="meetings_to_come", condition=Q(stage="fixed")),
            models.Index(fields=["starts_at"], name="meetings_repeated", condition=~Q(repeats="")),
            in_trash("meeting_in_trash"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.club})"

    @property
    def name(self) -> str:
        """What it is called, in the reader's language where nobody has named it."""
        return shown_name(self.title)

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting_detail", args=[self.pk])

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes_long) if self.starts_at else None

    @property
    def minutes_lasted(self) -> int:
        """How long it is meant to be; less, if it was closed sooner."""
        if self.stage != MeetingStage.HELD or not self.starts_at or not self.closed_at:
            return self.minutes_long
        lasted = round((self.closed_at - self.starts_at) / timedelta(minutes=1))
        return min(max(lasted, 1), self.minutes_long)

    @property
    def held_at(self) -> datetime | None:
        """When they talked: earlier than it was called for, if somebody opened the room before."""
        return min((at for at in (self.starts_at, self.opened_at) if at), default=None)

    def is_room_open(self, at: datetime) -> bool:
        """Whether people can talk: a host has opened the room, or it is time, and nobody has closed it."""
        if self.closed_at is not None or self.stage == MeetingStage.CANCELLED:
            return False
        return self.opened_at is not None or self._is_time(at)

    def is_early(self, at: datetime) -> bool:
        """Whether it is still to come, so that its room is open only by hand."""
        if self.stage == MeetingStage.FINDING:
            return True
        is_ahead = self.starts_at is not None and at < self.starts_at - OPENS_BEFORE
        return is_ahead and self.stage == MeetingStage.FIXED

    def takes_afterthoughts(self, at: datetime) -> bool:
        """Whether those who had not finished their line can still say it."""
        closed = self.closed_at
        return (
            closed is not None and self.stage == MeetingStage.HELD and at < closed + AFTERTHOUGHTS
        )

    def is_over(self, at: datetime) -> bool:
        """Whether nothing more can come of it: it was held or cancelled, or its time has passed."""
        if self.stage in {MeetingStage.HELD, MeetingStage.CANCELLED}:
            return True
        return self.ends_at is not None and self.ends_at < at

    @property
    def room_is_open(self) -> bool:
        return self.is_room_open(timezone.now())

    def has_begun(self, at: datetime) -> bool:
        """Whether people are there, or were: from when the first come, half an hour before."""
        if self.stage == MeetingStage.CANCELLED:
            return False
        was_opened = self.stage == MeetingStage.HELD or self.opened_at is not None
        return was_opened or self._is_time(at)

    def _is_time(self, at: datetime) -> bool:
        is_time = self.starts_at is not None and at >= self.starts_at - OPENS_BEFORE
        return is_time and self.stage == MeetingStage.FIXED


class SpoilerConsent(models.Model):
    """A member has chosen to hear a meeting's talk though they have not reached its place."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="spoiler_consents")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="spoiler_consent_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership} does not mind {self.meeting}"


class Slot(models.Model):
    """A time that was proposed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField(default=60)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "starts_at"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.starts_at} for {self.meeting}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes_long)


class Availability(models.TextChoices):
    YES = "yes", gettext_lazy("Yes")
    IF_NEED_BE = "if", gettext_lazy("If need be")
    NO = "no", gettext_lazy("No")


class SlotAnswer(models.Model):
    """Whether one member can at one time."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="who said it for somebody without an account",
    )
    answer = models.CharField(max_length=3, choices=Availability)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "membership"], name="slot_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.answer}"


class Coming(models.TextChoices):
    YES = "yes", gettext_lazy("I’m coming")
    MAYBE = "maybe", gettext_lazy("Maybe")
    NO = "no", gettext_lazy("I can’t come")


class Rsvp(models.Model):
    """Whether one member comes, with a word if they like."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="rsvps")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="who said it for somebody without an account",
    )
    coming = models.CharField(max_length=5, choices=Coming)
    word = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="rsvp_once")]

    def __str__(self) -> str:
        return f"{self.membership}: {self.coming}"


def left_here(person: User) -> Q:
    """Rows of members of whom one hears, and who did not take their words with them when they left; one's own."""
    left = ~Q(membership__left_notes=LeftNotes.TAKE) | Q(membership__user=person)
    return left & hears_of(person, "membership__user")


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, person: User | AnonymousUser) -> QuestionQuerySet:
        """One's own; the others', if they left them here, in meetings whose place is reached, the sealed ones once it has begun."""
        if not person.is_authenticated:
            return self.none()
        own = Q(membership__user=person)
        opened = (
            Q(is_sealed=False)
            | Q(meeting__opened_at__isnull=False)
            # One that was cancelled has never begun.
            | (
                Q(meeting__starts_at__lte=timezone.now())
                & Q(meeting__stage__in=[MeetingStage.FIXED, MeetingStage.HELD])
            )
        )
        return self.filter(
            Q(meeting__in=Meeting.objects.visible_to(person)),
            own | (opened & Q(meeting__in=Meeting.objects.open_to(person))),
            left_here(person),
        )


class Question(models.Model):
    """What a member wants to talk about."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="questions")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=1000)
    is_sealed = models.BooleanField("until the meeting begins", default=False)
    order = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "sent_at", "pk"]

    def __str__(self) -> str:
        return f"Question for {self.meeting}"
