from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bookcub.clubs.models.club import Club, clubs_of
from bookcub.clubs.models.membership import Membership
from bookcub.core.page_urls import reverse
from bookcub.core.zones import zone_named
from bookcub.people.models import Discardable, User, in_trash
from bookcub.reads.models.outside_book import OutsideBook
from bookcub.reads.planning import FEWEST, MOST, BookMeasure, Contents, MeasureKind
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PaceKind(models.TextChoices):
    AS_WE_GO = "as_we_go", gettext_lazy("As we go, without dates")
    PER_WEEK = "per_week", gettext_lazy("A number of chapters a week")
    PAGES = "pages", gettext_lazy("A number of pages a week")
    DONE_BY = "done_by", gettext_lazy("Done by a day")


class ReadQuerySet(models.QuerySet["Read"]):
    def visible_to(self, person: User | AnonymousUser) -> ReadQuerySet:
        """The reads of the person's clubs. That a read exists says nothing of what is in the book."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(club__in=clubs_of(person), discarded_at=None)

    def standing(self) -> ReadQuerySet:
        """Those that are not in the trash, nor their club."""
        return self.filter(discarded_at=None, club__discarded_at=None)

    def unended(self) -> ReadQuerySet:
        """What is read, and what waits to be."""
        return self.standing().filter(finished_at=None, abandoned_at=None)

    def going_on(self) -> ReadQuerySet:
        return self.unended().filter(waits=False)

    def waiting(self) -> ReadQuerySet:
        """What is chosen and begins when its club reads nothing else, in the order in which it was chosen."""
        return self.unended().filter(waits=True).order_by("made_at", "pk")


class Read(Discardable):
    """One work or outside book that a club reads. The title stays when the work goes.

    A *place* in a read is a number `upto`: everything to the end of chapter `upto`, and in a book that is kept by
    share so many billionths of it (see planning.measure); 0 is before the beginning. It may lie beyond what exists yet.
    """

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="reads")
    brought_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="club_reads"
    )
    book = models.ForeignKey(
        OutsideBook, null=True, blank=True, on_delete=models.PROTECT, related_name="reads"
    )
    title = models.CharField(max_length=255)
    byline = models.CharField(max_length=500, blank=True)
    language = models.CharField("of a work: its BCP 47 code", max_length=12, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    waits = models.BooleanField(
        "chosen, but begins only when the club reads nothing else", default=False
    )
    starts_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    pace = models.CharField(max_length=8, choices=PaceKind, default=PaceKind.AS_WE_GO)
    per_week = models.PositiveSmallIntegerField("chapters, or pages", null=True, blank=True)
    # So that a plan can say what has changed since: see reads.queries.books.
    seen = models.JSONField("the book as its plan was last laid out", default=dict, blank=True)
    done_by: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField("of milestones, Monday 0", default=6)
    finished_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    abandoned_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    abandoned_word = models.CharField(max_length=500, blank=True)

    objects = ReadQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["work"], name="reads_of_work"),
            models.Index(fields=["club"], name="reads_that_wait", condition=Q(waits=True)),
            in_trash("read_in_trash"),
        ]

    def __str__(self) -> str:
        return f"{self.club} reads {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("reads:read_detail", args=[self.club_id, self.pk])

    @property
    def is_going_on(self) -> bool:
        return self.finished_at is None and self.abandoned_at is None and not self.waits

    @property
    def began_on(self) -> date:
        """The day it began, in the club's zone: one day for all members, wherever they are."""
        return self.starts_on or timezone.localdate(self.made_at, zone_named(self.club.time_zone))

    @property
    def ended_on(self) -> date | None:
        """The day it was finished or left, in the club's zone."""
        ended = self.finished_at or self.abandoned_at
        return timezone.localdate(ended, zone_named(self.club.time_zone)) if ended else None

    @property
    def is_by_share(self) -> bool:
        return self.book is not None and self.book.is_by_share

    @property
    def contents(self) -> Contents:
        """The names of its places, where it is kept by share and anybody has typed them."""
        return self.book.contents if self.book else Contents()

    @property
    def measure(self) -> BookMeasure:
        """What its club counts in: chapters, or the pages (percent) of the book as it was brought."""
        return self.book.measure if self.book else BookMeasure.of_chapters()


class EditionKind(models.TextChoices):
    """What a reader counts in a book that is kept by share."""

    PAGES = MeasureKind.PAGES.value, gettext_lazy("Pages")
    PERCENT = MeasureKind.PERCENT.value, gettext_lazy("Percent")
    MINUTES = MeasureKind.MINUTES.value, gettext_lazy("Hours of listening")


class Milestone(models.Model):
    """A place to reach by a day. It may name a chapter that does not exist yet."""

    read = models.ForeignKey(Read, on_delete=models.CASCADE, related_name="milestones")
    upto = models.PositiveIntegerField("the place it leads to, see Read")
    due_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    label = models.CharField("a word of the hosts", max_length=120, blank=True)
    is_fixed = models.BooleanField("set by hand; a re-flow leaves it", default=False)
    sequence = models.PositiveIntegerField("how often it moved, for calendars", default=0)
    uid = models.CharField("for calendars; stays when it moves", max_length=60, blank=True)

    class Meta:
        ordering = ["upto"]
        constraints = [
            models.UniqueConstraint(fields=["read", "upto"], name="one_milestone_per_place"),
            models.CheckConstraint(condition=Q(upto__gte=1), name="milestone_is_somewhere"),
        ]

    def __str__(self) -> str:
        return f"To {self.upto} by {self.due_on}"


class PlanChange(models.Model):
    """What moved in a plan, and why: in facts, of older changes and some from elsewhere in sentences."""

    read = models.ForeignKey(Read, on_delete=models.CASCADE, related_name="plan_changes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    facts = models.JSONField("as planning.written writes them", default=dict)
    why = models.CharField("in words, where there are no facts", max_length=500, blank=True)
    moved = models.JSONField("sentences, where there are no facts", default=list)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.read}: {self.at}"


class Reader(models.Model):
    """One member in one read: what they chose to show, and, for an outside book, how far they are.

    Made when first needed; without one the membership's own wishes hold.
    """

    read = models.ForeignKey(Read, on_delete=models.CASCADE, related_name="readers")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="readers")
    sits_out = models.BooleanField("does not read this one along", default=False)
    shows_progress: models.BooleanField[bool | None, bool | None] = models.BooleanField(
        "yes, no, or as the membership says; for two, both must say yes", null=True, blank=True
    )
    at = models.PositiveIntegerField("outside books: the place reached, as `upto`", default=0)
    shows_all = models.BooleanField(
        "outside books: has chosen to see what lies ahead; works have reading's LookAhead",
        default=False,
    )
    edition = models.CharField(
        "what they count in a book that is kept by share; empty: as whoever brought it does",
        max_length=8,
        choices=EditionKind,
        blank=True,
    )
    edition_length = models.PositiveIntegerField("pages, or minutes", null=True, blank=True)
    typed_after = models.PositiveIntegerField(
        "outside books: the chapters that there were before those they typed last",
        null=True,
        blank=True,
    )
    typed_upto = models.PositiveIntegerField("and how many with those", null=True, blank=True)
    typed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "and when", null=True, blank=True
    )
    stars = models.PositiveSmallIntegerField("1 to 5", null=True, blank=True)
    verdict = models.CharField("a word on the read as a whole", max_length=2000, blank=True)
    rated_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["read", "membership"], name="reader_once"),
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__range=(1, 5)), name="one_to_five_stars"
            ),
            models.CheckConstraint(
                # A length that is not there is no number, and what is compared with it neither true nor false.
                condition=Q(edition="", edition_length=None)
                | Q(edition="percent", edition_length=100, edition_length__isnull=False)
                | Q(
                    edition__in=["pages", "minutes"],
                    edition_length__range=(FEWEST, MOST),
                    edition_length__isnull=False,
                ),
                name="an_edition_has_a_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} in {self.read}"

    def measures(self, book: OutsideBook) -> BookMeasure:
        """How this reader counts a book from elsewhere."""
        if not book.is_by_share or not self.edition or self.edition_length is None:
            return book.measure
        return BookMeasure(MeasureKind(self.edition), self.edition_length)
