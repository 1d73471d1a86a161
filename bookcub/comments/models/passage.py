from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bookcub.comments.models.comment import Comment
from bookcub.works.models import Chapter


class Colour(models.TextChoices):
    """The six of the EPUB Annotations profile."""

    YELLOW = "yellow", gettext_lazy("Yellow")
    ORANGE = "orange", gettext_lazy("Orange")
    PINK = "pink", gettext_lazy("Pink")
    PURPLE = "purple", gettext_lazy("Purple")
    BLUE = "blue", gettext_lazy("Blue")
    GREEN = "green", gettext_lazy("Green")


class Anchoring(models.TextChoices):
    EXACT = "exact", "where and as it was"
    MOVED = "moved", "the same words, elsewhere"
    EDITED = "edited", "the words were changed"
    ORPHAN = "orphan", "the passage is gone"


class Passage(models.Model):
    """The words that a note is about: the first comment of a thread has one, its answers share it.

    Offsets are code points in the text of a block (`core.text.Block.text`), the end exclusive. An
    orphan keeps the block ids it last had; its comment keeps the last `place_index`.
    """

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="passage")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="passages")
    start_block_id = models.CharField(max_length=12)
    start_offset = models.PositiveIntegerField(default=0)
    end_block_id = models.CharField(max_length=12)
    end_offset = models.PositiveIntegerField(default=0)
    exact = models.TextField("the words as they are now; of an orphan, as they last were")
    prefix = models.CharField("the 32 characters before", max_length=32, blank=True)
    suffix = models.CharField("the 32 characters after", max_length=32, blank=True)
    first_exact = models.TextField("the words as they were when the note was made")
    is_whole_block = models.BooleanField("made on a paragraph, not on words of it", default=False)
    colour = models.CharField(max_length=6, choices=Colour, default=Colour.YELLOW)
    anchoring = models.CharField(max_length=6, choices=Anchoring, default=Anchoring.EXACT)
    score = models.FloatField("of the last anchoring, 0 to 1", default=1.0)
    reanchored_at = models.DateTimeField("the last edit it came through", default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["chapter", "start_block_id"], name="passages_of_chapter"),
            models.Index(
                fields=["chapter"], name="orphans_of_chapter", condition=Q(anchoring="orphan")
            ),
        ]

    def __str__(self) -> str:
        return f"Passage {self.pk} of {self.chapter_id}"

    @property
    def range(self) -> str:
        """From where to where, the same for the same words of the same text."""
        return f"{self.start_block_id}+{self.start_offset} {self.end_block_id}+{self.end_offset}"

    @property
    def is_orphan(self) -> bool:
        return self.anchoring == Anchoring.ORPHAN
