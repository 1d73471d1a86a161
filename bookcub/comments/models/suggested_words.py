from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from bookcub.comments.models.comment import Comment
from bookcub.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SuggestedWordsQuerySet(models.QuerySet["SuggestedWords"]):
    def visible_to(self, person: User | AnonymousUser) -> SuggestedWordsQuerySet:
        """Those of notes that they may see."""
        seen = Comment.objects.visible_to(person).spoken().filter(pk=OuterRef("comment"))
        return self.filter(Exists(seen))


class SuggestedWords(models.Model):
    """Other words for the passage of a note: whom a draft is shown to offers them, its creators decide."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="suggestion")
    words = models.TextField("plain text to stand there instead; empty: nothing", blank=True)
    answered_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_accepted = models.BooleanField(default=False)

    objects = SuggestedWordsQuerySet.as_manager()

    def __str__(self) -> str:
        return f"SuggestedWords of {self.comment_id}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None
