from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.core.languages.untranslated import untranslated
from bookcub.core.page_urls import reverse
from bookcub.people.models import Discardable, User, in_trash
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ShelfKind(models.TextChoices):
    LATER = "later", gettext_lazy("For later")
    READING = "reading", pgettext_lazy("shelf", "Reading")
    FINISHED = "finished", pgettext_lazy("shelf", "Finished")
    DROPPED = "dropped", pgettext_lazy("shelf", "Dropped")
    OWN = "own", gettext_lazy("A list of my own")

    @property
    def kept_name(self) -> str:
        """The name its list is stored under, in whatever language it is made."""
        with untranslated():
            return str(self.label)


class ReadingListQuerySet(models.QuerySet["ReadingList"]):
    def visible_to(self, person: User | AnonymousUser) -> ReadingListQuerySet:
        public = Q(is_public=True, user__is_active=True)
        shown = public | Q(user=person) if person.is_authenticated else public
        return self.standing().filter(shown)

    def standing(self) -> ReadingListQuerySet:
        """Without those in the trash."""
        return self.filter(discarded_at=None)


class ReadingList(Discardable):
    """A list of works that one person keeps: one of the four everybody has, or one of their naming.

    A work stands on at most one of the four at a time.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reading_lists")
    kind = models.CharField(max_length=8, choices=ShelfKind, default=ShelfKind.OWN)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=500, blank=True)
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReadingListQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                "user", Lower("name"), name="list_name_once", condition=Q(discarded_at=None)
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                name="one_of_each_kind",
                condition=~Q(kind="own") & Q(discarded_at=None),
            ),
        ]
        indexes = [in_trash("list_in_trash")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reading:list_detail", args=[self.pk])

    @property
    def shown_name(self) -> str:
        """The name in the reader's language, where it is one of the four that everybody has."""
        kind = ShelfKind(self.kind)
        if kind != ShelfKind.OWN and self.name == kind.kept_name:
            return str(kind.label)
        return self.name


class ListEntryQuerySet(models.QuerySet["ListEntry"]):
    def of_person(self, person: User) -> ListEntryQuerySet:
        """What stands on this person's lists, but for those in the trash."""
        return self.filter(reading_list__user=person, reading_list__discarded_at=None)


class ListEntry(models.Model):
    """A work on a list. Its title stays when the work goes."""

    reading_list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="entries")
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="list_entries"
    )
    work_title = models.CharField(max_length=255)
    work_byline = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name_plural = "list entries"
        constraints = [
            models.UniqueConstraint(fields=["reading_list", "work"], name="work_once_per_list")
        ]

    def __str__(self) -> str:
        return self.work_title
