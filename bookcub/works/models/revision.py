from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.people.models import Pseud
from bookcub.web.dates import as_moment
from bookcub.works.models.chapter import Chapter
from bookcub.works.own_notes import shown_note


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

    @property
    def shown_note(self) -> str:
        return shown_note(self.note)

    @property
    def name(self) -> str:
        """Say which one it is, in the reader's zone: "Revision 3, 4 May 2025, 16:20"."""
        facts = {"number": self.number, "moment": as_moment(self.saved_at)}
        return gettext("Revision %(number)s, %(moment)s") % facts
