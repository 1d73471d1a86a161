from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bookcub.people.models import Pseud, User
from bookcub.works.models.work import Creatorship, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ChapterQuerySet(models.QuerySet["Chapter"]):
    def visible_to(self, person: User | AnonymousUser) -> ChapterQuerySet:
        """Posted chapters of works this person may read, and all chapters of their own."""
        works = Work.objects.visible_to(person)
        posted = Q(posted_at__isnull=False)
        if not person.is_authenticated:
            return self.filter(posted, work__in=works)
        own = Exists(
            Creatorship.objects.filter(
                work=OuterRef("work"), pseud__user=person, accepted_at__isnull=False
            )
        )
        return self.filter(Q(work__in=works) & (posted | Q(own)))

    def posted(self) -> ChapterQuerySet:
        return self.filter(posted_at__isnull=False)

    def due(self) -> ChapterQuerySet:
        """Scheduled chapters whose hour has come."""
        return self.filter(posted_at__isnull=True, scheduled_for__lte=timezone.now())


class Chapter(models.Model):
    """One readable part of a work. Until posted, only its creators see it."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveIntegerField("place in the work, from 1, without gaps")
    title = models.CharField(max_length=255, blank=True)
    summary = models.TextField("sanitised HTML", blank=True)
    notes = models.TextField("sanitised HTML", blank=True)
    end_notes = models.TextField("sanitised HTML", blank=True)
    html = models.TextField("sanitised HTML; every block has its id", blank=True)
    word_count = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(default=timezone.now)
    posted_at = models.DateTimeField("when readers could first see it", null=True, blank=True)
    dated_at = models.DateTimeField("publication date shown; may lie back", null=True, blank=True)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    is_quiet = models.BooleanField("post without telling anyone", default=False)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(position__gte=1), name="chapter_from_one")
        ]
        indexes = [
            models.Index(fields=["work", "position"], name="chapter_in_order"),
            models.Index(
                fields=["scheduled_for"],
                name="chapter_scheduled",
                condition=Q(posted_at=None, scheduled_for__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return f"/works/{self.work_id}/chapters/{self.pk}"

    @property
    def is_posted(self) -> bool:
        return self.posted_at is not None

    @property
    def heading(self) -> str:
        """Say where it stands: “Chapter 3” or “Chapter 3: The Weir”."""
        return f"Chapter {self.position}" + (f": {self.title}" if self.title else "")


class Revision(models.Model):
    """One saved state of a chapter's text and its surroundings."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField("from 1")
    title = models.CharField(max_length=255, blank=True)
    summary = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    end_notes = models.TextField(blank=True)
    html = models.TextField(blank=True)
    word_count = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        Pseud, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)
    note = models.CharField("why, in the author's words", max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"Revision {self.number} of {self.chapter_id}"


class WorkingCopy(models.Model):
    """What one author is typing, saved by itself and not yet a revision.

    A copy of a chapter that does not exist yet has no chapter; one of a new work has no work either.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="working_copies")
    form_key = models.CharField("which form it fills, e.g. chapter-12 or new-work", max_length=60)
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.CASCADE, related_name="working_copies"
    )
    chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.CASCADE, related_name="working_copies"
    )
    fields = models.JSONField("form field name to what was typed", default=dict)
    base_revision = models.PositiveIntegerField("the revision it started from", default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form_key"], name="one_copy_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.form_key} of {self.user_id}"
