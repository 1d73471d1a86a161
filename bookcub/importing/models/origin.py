from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import models
from django.utils import timezone

from bookcub.people.models import User
from bookcub.works.models import Chapter, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A chapter of a source, or its new words (`is_here`), that its person did not want."""

    part: int
    address: str
    position: int
    fingerprint: str
    words_fingerprint: str
    is_here: bool
    format: str = ""  # not noted at first


class WorkOrigin(models.Model):
    """Where a work came from, so that importing it again updates it and doubles nothing."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="origin")
    address = models.CharField("its one spelling", max_length=500, blank=True)
    fingerprint = models.CharField("of all its words", max_length=64)
    format = models.CharField("of the newest source", max_length=40)
    authors = models.JSONField("as the source names them", default=list)
    # What the source said the last time: only what it says differently now is taken over.
    fields = models.JSONField(default=dict)
    parts = models.JSONField("which part of a series, by its folded title", default=dict)
    left_out = models.JSONField("chapters that its person did not want", default=list)
    skin = models.TextField("the source's own style sheet, as it is", blank=True)
    imported_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    imported_at = models.DateTimeField("first", default=timezone.now)
    updated_at = models.DateTimeField("last", default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["address"], name="origin_by_address"),
            models.Index(fields=["fingerprint"], name="origin_by_words"),
        ]

    def __str__(self) -> str:
        return self.address or f"Origin of {self.work_id}"

    @property
    def not_wanted(self) -> list[LeftOut]:
        """What the last imports left out."""
        return [LeftOut(**each) for each in self.left_out]

    def note_left_out(self, chapters: Iterable[LeftOut]) -> None:
        """Remember these, and no others."""
        self.left_out = [asdict(each) for each in chapters]


class ChapterOrigin(models.Model):
    """Which chapter of its source a chapter is, and what that looked like the last time."""

    chapter = models.OneToOneField(Chapter, on_delete=models.CASCADE, related_name="origin")
    part = models.PositiveIntegerField("of a source chapter too long for one", default=1)
    address = models.CharField("its one spelling", max_length=500, blank=True)
    position = models.PositiveIntegerField("in the source")
    title = models.CharField("in the source", max_length=255, blank=True)
    format = models.CharField(max_length=40)
    fingerprint = models.CharField("of all that the source says of it", max_length=64)
    words_fingerprint = models.CharField("of its words alone", max_length=64)

    class Meta:
        indexes = [models.Index(fields=["words_fingerprint"], name="chapter_by_words")]

    def __str__(self) -> str:
        return f"Origin of chapter {self.chapter_id}"
