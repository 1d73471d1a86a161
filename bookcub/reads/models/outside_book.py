from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.functional import cached_property

from bookcub.reads.planning import WHOLE, BookMeasure, Contents, ContentsChapter
from bookcub.works.models import Work


class OutsideBook(models.Model):
    """A book that is not in this archive, as whoever brought it describes it.

    Places in it are kept by chapter where their titles were known when it began, else by share of the book. What chapters
    such a book has can be typed later, and names its places: its `contents`. Nothing is kept by them.
    """

    title = models.CharField(max_length=255)
    author = models.CharField(max_length=255, blank=True)
    isbn = models.CharField("ISBN-13 digits", max_length=13, blank=True)
    url = models.URLField(max_length=500, blank=True)
    chapter_titles = models.JSONField("in order; may hold empty strings", default=list, blank=True)
    was_here = models.BooleanField("a work of this archive that was deleted", default=False)
    stands_for = models.ForeignKey(
        Work,
        verbose_name="a work that lies in the trash, and may come back",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    page_count = models.PositiveIntegerField(null=True, blank=True)
    contents_titles = models.JSONField(
        "kept by share: its chapters, in order; may hold empty strings", default=list, blank=True
    )
    contents_begins = models.JSONField(
        "the place at which each of them begins; null where nobody knows", default=list, blank=True
    )
    contents_before = models.JSONField(
        "titles and beginnings before they were last changed", default=list, blank=True
    )
    contents_changed_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField("when that was", null=True, blank=True)
    )

    def __str__(self) -> str:
        return f"{self.title} by {self.author}" if self.author else self.title

    @property
    def is_by_share(self) -> bool:
        return not self.chapter_titles

    @cached_property
    def contents(self) -> Contents:
        """Its chapters as members have typed them; of a book that is not kept by share none. A page asks at each place."""
        if not self.is_by_share:
            return Contents()
        pairs = zip(self.contents_titles, self.contents_begins, strict=False)
        return Contents(tuple(ContentsChapter(title, begins) for title, begins in pairs))

    @property
    def measure(self) -> BookMeasure:
        """How whoever brought it counts it: what holds for all who have not said what their own edition is."""
        if self.chapter_titles:
            return BookMeasure.of_chapters(len(self.chapter_titles))
        return (
            BookMeasure.of_pages(self.page_count) if self.page_count else BookMeasure.of_percent()
        )

    @property
    def end(self) -> int:
        """The last place in it, as `upto`."""
        return WHOLE if self.is_by_share else len(self.chapter_titles)
