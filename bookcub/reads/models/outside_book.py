from __future__ import annotations

from django.db import models

from bookcub.works.models import Work


class OutsideBook(models.Model):
    """A book that is not in this archive, as whoever brought it describes it.

    It is counted in chapters (their titles, if known) or in pages.
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

    def __str__(self) -> str:
        return f"{self.title} by {self.author}" if self.author else self.title

    @property
    def counts_pages(self) -> bool:
        return not self.chapter_titles and self.page_count is not None

    @property
    def length(self) -> int:
        """How many chapters, or pages when only those are known."""
        return len(self.chapter_titles) or self.page_count or 1
