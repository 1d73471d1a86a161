from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.people.models import User
from bookcub.works.models.creatorship import Creatorship
from bookcub.works.models.work import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, person: User | AnonymousUser) -> SeriesQuerySet:
        """Series with at least one work that this person may read, and those they made."""
        entries = SeriesEntry.objects.filter(series=OuterRef("pk"))
        readable = Exists(entries.visible_to(person))
        if not person.is_authenticated:
            return self.filter(readable)
        return self.filter(Q(readable) | Q(made_by=person))

    def by_person(self, person: User) -> SeriesQuerySet:
        """Series this person made or has a work in."""
        own = SeriesEntry.objects.filter(work__in=Creatorship.objects.works_of(person))
        made = Series.objects.filter(made_by=person).values("pk")
        # One list of both: PostgreSQL would look at every series for an "or".
        return self.filter(pk__in=made.union(own.order_by().values("series")))


class Series(models.Model):
    """Works in an order. Its creators are the creators of its works."""

    title = models.CharField(max_length=255)
    summary = models.TextField("sanitised HTML", blank=True)
    notes = models.TextField("sanitised HTML", blank=True)
    is_complete = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="series_made"
    )
    works: models.ManyToManyField[Work, SeriesEntry] = models.ManyToManyField(
        Work, through="SeriesEntry", related_name="series"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reading:series_detail", args=[self.pk])

    def add(self, work: Work) -> SeriesEntry:
        """Put the work at the end; one that is in already stays where it is."""
        last = self.entries.aggregate(last=models.Max("position"))["last"] or 0
        return self.entries.get_or_create(work=work, defaults={"position": last + 1})[0]

    def take_out(self, work: Work) -> bool:
        """Let the work go and close the gap. A series without works ceases to be: then False."""
        with transaction.atomic():
            self.entries.filter(work=work).delete()
            return self.renumber()

    def renumber(self) -> bool:
        """Number the parts 1, 2, 3 …; with none, delete the series and say False."""
        entries = list(self.entries.all())
        if not entries:
            self.delete()
            return False
        self._number(entries)
        return True

    def reorder(self, works: Sequence[int]) -> None:
        """Put the works in this order. ValidationError unless each is named once."""
        entries = {entry.work_id: entry for entry in self.entries.all()}
        if sorted(works) != sorted(entries):
            raise ValidationError(
                gettext(
                    "The series has changed in the meantime. Look at its works and order them again."
                ),
                code="changed",
            )
        self._number([entries[work] for work in works])

    def _number(self, entries: list[SeriesEntry]) -> None:
        for place, entry in enumerate(entries, start=1):
            entry.position = place
        self.entries.bulk_update(entries, ["position"])


def _joins_nobody() -> Q:
    signed = SeriesEntry.objects.filter(series=OuterRef("series"), work__is_anonymous=False)
    return Q(work__is_anonymous=False) | ~Q(Exists(signed))


class SeriesEntryQuerySet(models.QuerySet["SeriesEntry"]):
    def openly(self) -> SeriesEntryQuerySet:
        """Entries that join nobody: an anonymous work stands with anonymous works only.

        Beside a work that is signed, be it a draft, the series would tell who wrote it.
        """
        return self.filter(_joins_nobody())

    def visible_to(self, person: User | AnonymousUser) -> SeriesEntryQuerySet:
        """Entries of works that this person may read, the anonymous ones as `openly` says but for their own."""
        readable = self.filter(Exists(Work.objects.visible_to(person).filter(pk=OuterRef("work"))))
        if not person.is_authenticated:
            return readable.filter(_joins_nobody())
        own = Q(work__in=Creatorship.objects.works_of(person))
        return readable.filter(_joins_nobody() | own)


class SeriesEntry(models.Model):
    """A work's part in a series: "Part 2 of …"."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="entries")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="series_entries")
    position = models.PositiveIntegerField(default=1)

    objects = SeriesEntryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "work"], name="work_once_per_series")
        ]

    def __str__(self) -> str:
        return f"Part {self.position} of {self.series}"
