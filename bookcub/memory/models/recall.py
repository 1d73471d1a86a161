"""What was said in clubs, as words that can be asked for. It is an index: nothing here is shown or lasts."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import Comment
from bookcub.meetings.models.meeting import Question
from bookcub.meetings.models.minutes import Minutes
from bookcub.meetings.models.room import Line
from bookcub.memory.models.kept_note import KeptNote
from bookcub.memory.models.prediction import Prediction
from bookcub.reads.models import Read
from bookcub.works.models import Work


class RecallEntry(models.Model):
    """One thing said, and the stems of its words. Whether somebody may see it is asked of the thing itself."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="+")
    comment = models.OneToOneField(
        Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="recalled"
    )
    line = models.OneToOneField(
        Line, null=True, blank=True, on_delete=models.CASCADE, related_name="recalled"
    )
    question = models.OneToOneField(
        Question, null=True, blank=True, on_delete=models.CASCADE, related_name="recalled"
    )
    minutes = models.OneToOneField(
        Minutes, null=True, blank=True, on_delete=models.CASCADE, related_name="recalled"
    )
    prediction = models.OneToOneField(
        Prediction, null=True, blank=True, on_delete=models.CASCADE, related_name="recalled"
    )
    kept_note = models.OneToOneField(
        KeptNote, null=True, blank=True, on_delete=models.CASCADE, related_name="recalled"
    )
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    read = models.ForeignKey(
        Read, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_at = models.DateTimeField()
    language = models.CharField(max_length=12, blank=True)
    stems = models.TextField("in order, each with a space before and after", blank=True)
    digest = models.CharField("of what was said: other words are another digest", max_length=32)
    kept_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "recall entries"
        indexes = [
            models.Index(fields=["club", "language"], name="recall_languages"),
            models.Index(fields=["club", "said_at"], name="recall_of_club"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False)
                | Q(line__isnull=False)
                | Q(question__isnull=False)
                | Q(minutes__isnull=False)
                | Q(prediction__isnull=False)
                | Q(kept_note__isnull=False),
                name="recalls_something",
            )
        ]

    def __str__(self) -> str:
        return f"Recall entry {self.pk}"


class RecallWord(models.Model):
    """A stem that occurs in what was said anywhere in this archive."""

    stem = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.stem


class RecallPosting(models.Model):
    """A stem occurs in an entry. The club stands here too, so that a question reads only its own clubs' rows."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.ForeignKey(RecallWord, on_delete=models.CASCADE, related_name="+", db_index=False)
    entry = models.ForeignKey(RecallEntry, on_delete=models.CASCADE, related_name="postings")
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "club", "entry"], name="posting_once")
        ]

    def __str__(self) -> str:
        return f"Word {self.word_id} in entry {self.entry_id}"
