from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from bookcub.people.models import User
from bookcub.works.models import Chapter, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, person: User | AnonymousUser) -> PlaceQuerySet:
        """Nobody sees where somebody else is."""
        return self.filter(user=person) if person.is_authenticated else self.none()


class Place(models.Model):
    """Where one person is in one work, and when they were last there: the history's row.

    The work may be gone; its title stays. `before_…` is where the visit that opened its page `turned_at` a moment
    found it, so that one can be led back there; empty where it was moved otherwise since.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="places")
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="places"
    )
    work_title = models.CharField(max_length=255)
    work_byline = models.CharField(max_length=300, blank=True)
    chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    block_id = models.CharField("the block at the top of the screen", max_length=12, blank=True)
    is_through: models.BooleanField[bool | None, bool | None] = models.BooleanField(
        "the page has been seen to the chapter's end; nobody knows of older places", null=True
    )
    turned_at = models.DateTimeField(null=True, blank=True)
    before_chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    before_block_id = models.CharField(max_length=12, blank=True)
    first_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    visits = models.PositiveIntegerField(default=1)
    finished_at = models.DateTimeField("read to the end of what there was", null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [models.UniqueConstraint(fields=["user", "work"], name="one_place_per_work")]
        indexes = [models.Index(fields=["user", "-seen_at"], name="place_history")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.work_title}"

    def is_after(self, chapter: Chapter) -> bool:
        """Whether it is in a posted chapter that comes after this one of the work."""
        here = self.chapter
        return here is not None and here.posted_at is not None and here.position > chapter.position


class ChapterProgress(models.Model):
    """How far one person has ever read in one chapter. All of them together are the person's horizon.

    Kept by chapter, so that new chapters and another order neither close what was read
    nor open what was not. As long as visits can be taken back, `settled_…` is how far it would be
    without all of them (-1: nowhere); empty where there are none.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="chapter_progress")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="progress")
    furthest_block_id = models.CharField(max_length=12, blank=True)
    furthest_index = models.PositiveIntegerField(
        "that block's number in the text, from 0", default=0
    )
    read_whole_at = models.DateTimeField("reached the last block", null=True, blank=True)
    reached_at = models.DateTimeField(default=timezone.now)
    settled_block_id = models.CharField(max_length=12, blank=True)
    settled_index = models.IntegerField(null=True, blank=True)
    settled_whole_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "chapter progress"
        constraints = [
            models.UniqueConstraint(fields=["user", "chapter"], name="one_progress_per_chapter")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} to block {self.furthest_index} of {self.chapter_id}"
