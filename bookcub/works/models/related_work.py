from django.db import models
from django.utils import timezone

from bookcub.works.models.work import Work


class Relation(models.TextChoices):
    INSPIRED_BY = "inspired_by", "Inspired by"
    TRANSLATION_OF = "translation_of", "A translation of"


class RelatedWork(models.Model):
    """A work's debt to another, in this archive or outside. The parent's author decides whether it shows there."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="parents")
    relation = models.CharField(max_length=14, choices=Relation)
    parent = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="offspring"
    )
    url = models.URLField("outside the archive", max_length=500, blank=True)
    title = models.CharField(max_length=255, blank=True)
    author = models.CharField(max_length=255, blank=True)
    language = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField("shown on the parent's page since", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=False) | ~models.Q(url="") | ~models.Q(title=""),
                name="related_to_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.parent or self.title or self.url}"
