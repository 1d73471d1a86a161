from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.core.page_urls import reverse
from bookcub.people.models import Discardable, User, in_trash
from bookcub.works.models.creatorship import Creatorship
from bookcub.works.models.work import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, person: User | AnonymousUser) -> SeriesQuerySet:
        """Series with at least one work that this person may read, and those they made; none in the trash."""
        entries = SeriesEntry.objects.filter(series=OuterRef("pk"))
        readable = Exists(entries.visible_to(person))
        if not person.is_authenticated:
            return self.filter(readable, discarded_at=None)
        return self.filter(Q(readable) | Q(made_by=person), discarded_at=None)

    def by_person(self, person: User) -> SeriesQuerySet:
        """Series this person made or has a work in."""
        return self._theirs(person).filter(discarded_at=None)

    def in_trash_of(self, person: User) -> SeriesQuerySet:
        """Those of their series that they can bring back."""
        return self._theirs(person).filter(discarded_at__isnull=False)

    def _theirs(self, person: User) -> SeriesQuerySet:
        own = SeriesEntry.objects.filter(work__in=Creatorship.objects.works_of(person))
        made = Series.objects.filter(made_by=person).values("pk")
        # One list of both: PostgreSQL would look at every series for an "or".
        return self.filter(pk__in=made.union(own.order_by().values("series")))


class Series(Discardable):
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
        indexes = [in_trash("series_in_trash")]

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
        """Put the works in this order. ValidationError unless each is named once.

        One in the trash stays behind the one that it stands behind.
        """
        entries = {entry.work_id: entry for entry in self.entries.select_related("work")}
        standing = [pk for pk, entry in entries.items() if not entry.work.is_discarded]
        if sorted(works) != sorted(standing):
            raise ValidationError(
                gettext(
                    "The series has changed in the meantime. Look at its works and order them again."
                ),
                code="changed",
            )
        order, above = list(works), 0
        for pk in entries:
            if pk not in standing:
                order.insert(order.index(above) + 1 if above else 0, pk)
            above = pk
        self._number([entries[work] for work in order])

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
        return self.filter(_joins_nobody(), series__discarded_at=None)

    def visible_to(self, person: User | AnonymousUser) -> SeriesEntryQuerySet:
        """Entries of works that this person may read, the anonymous ones as `openly` says but for their own.

        A draft that is shown to them is read by itself: its series is nobody's but its creators'.
        """
        seen = Exists(Work.objects.visible_to(person).filter(pk=OuterRef("work")))
        readable = self.filter(seen, series__discarded_at=None)
        if not person.is_authenticated:
            return readable.filter(_joins_nobody())
        own = Q(work__in=Creatorship.objects.works_of(person))
        posted = Q(work__posted_at__isnull=False)
        return readable.filter((posted & _joins_nobody()) | own)


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
