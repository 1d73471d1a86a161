from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models

from bookcub.tags.models import Tag

if TYPE_CHECKING:
    from bookcub.works.models.work import Work


class TaggingQuerySet(models.QuerySet["Tagging"]):
    def put_on(self, work: Work, tags: Sequence[Tag]) -> None:
        """Leave exactly these tags on the work, in this order."""
        places = {tag.pk: place for place, tag in enumerate(tags)}
        self.filter(work=work).exclude(tag__in=places).delete()
        kept = {tagging.tag_id: tagging for tagging in self.filter(work=work)}
        self.bulk_create(
            Tagging(work=work, tag_id=pk, position=place)
            for pk, place in places.items()
            if pk not in kept
        )
        moved = [tagging for pk, tagging in kept.items() if tagging.position != places[pk]]
        for tagging in moved:
            tagging.position = places[tagging.tag_id]
        self.bulk_update(moved, ["position"])


class Tagging(models.Model):
    """A tag on a work, at the place its author gave it."""

    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    position = models.PositiveSmallIntegerField(default=0)

    objects = TaggingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["work", "tag"], name="tag_once_per_work")]

    def __str__(self) -> str:
        return f"{self.tag} on {self.work}"
