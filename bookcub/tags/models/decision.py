from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from bookcub.tags.models.tag import Tag

if TYPE_CHECKING:
    from bookcub.people.models import User


class ChangeKind(models.TextChoices):
    CANONICAL = "canonical", pgettext_lazy("what was done with a tag", "made canonical")
    TAKEN_BACK = "taken_back", pgettext_lazy("what was done with a tag", "no longer canonical")
    MERGED = "merged", pgettext_lazy("what was done with a tag", "merged")
    SPLIT = "split", pgettext_lazy("what was done with a tag", "split off")
    RENAMED = "renamed", pgettext_lazy("what was done with a tag", "renamed")
    DESCRIBED = "described", pgettext_lazy("what was done with a tag", "note changed")
    PARENTS = "parents", pgettext_lazy("what was done with a tag", "parents changed")
    LOADED = "loaded", pgettext_lazy("what was done with a tag", "list loaded")


class TagChange(models.Model):
    """One decision about tags, with what it takes to undo it."""

    by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=ChangeKind)
    tag = models.ForeignKey(
        Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="changes"
    )
    other = models.ForeignKey(
        Tag, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # As they were called then.
    told: models.JSONField[Any, Any] = models.JSONField("names, for the log", default=dict)
    # `tags`: key → [before, after] of the fields that changed; `added` and `removed`: [child, parent]; `made`: keys.
    moved: models.JSONField[Any, Any] = models.JSONField("what changed", default=dict)
    undone_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    undone_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["-made_at", "-id"], name="newest_tag_changes")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.tag}"
