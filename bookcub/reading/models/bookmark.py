from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bookcub.people.models import Pseud, User
from bookcub.people.policies import mutes
from bookcub.works.models import Series, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    def visible_to(self, person: User | AnonymousUser) -> BookmarkQuerySet:
        """Public bookmarks of what this person may read, and all of their own."""
        works = Work.objects.visible_to(person).filter(pk=OuterRef("work"), posted_at__isnull=False)
        series = Series.objects.visible_to(person).filter(pk=OuterRef("series"))
        readable = (
            Q(Exists(works)) | Q(Exists(series)) | Q(work=None, series=None, external_url__gt="")
        )
        public = Q(is_private=False, pseud__user__is_active=True) & readable
        if not person.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(pseud__user=person))

    def without_muted(self, person: User | AnonymousUser) -> BookmarkQuerySet:
        """For lists: without those whom this person mutes, and what these sign; asked as of works."""
        if not person.is_authenticated:
            return self
        wanted = Work.objects.filter(pk=OuterRef("work")).without_muted(person)
        return self.filter(~mutes(person, "pseud__user"), Q(work=None) | Q(Exists(wanted)))


class Bookmark(models.Model):
    """A work, a series or something outside that a person wants to find again, with a word why.

    A deleted work keeps its title and byline here for the owner of the bookmark.
    """

    pseud = models.ForeignKey(Pseud, on_delete=models.CASCADE, related_name="bookmarks")
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="bookmarks"
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="bookmarks"
    )
    external_url = models.URLField(max_length=500, blank=True)
    title = models.CharField("as it was when bookmarked", max_length=255)
    byline = models.CharField(max_length=500, blank=True)
    external_fandoms = models.CharField(max_length=300, blank=True)
    external_summary = models.TextField(max_length=1250, blank=True)
    notes = models.TextField("sanitised HTML", blank=True)
    is_private = models.BooleanField(default=False)
    is_rec = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(default=timezone.now)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pseud", "work"], name="bookmark_work_once"),
            models.UniqueConstraint(fields=["pseud", "series"], name="bookmark_series_once"),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="bookmark_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def language(self) -> str:
        """Of a work's title; of anything else nobody says it."""
        return self.work.language if self.work else ""


class BookmarkTag(models.Model):
    """A bookmarker's own word for what they marked."""

    bookmark = models.ForeignKey(Bookmark, on_delete=models.CASCADE, related_name="own_tags")
    name = models.CharField(max_length=150)
    folded = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["bookmark", "folded"], name="own_tag_once")]
        indexes = [models.Index(fields=["folded"], name="bookmark_by_own_tag")]

    def __str__(self) -> str:
        return self.name
