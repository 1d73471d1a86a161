from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from bookcub.core import clock
from bookcub.people.models import User
from bookcub.works.models.creatorship import Creatorship
from bookcub.works.models.work import Work


class Relation(models.TextChoices):
    INSPIRED_BY = "inspired_by", gettext_lazy("Inspired by")
    TRANSLATION_OF = "translation_of", gettext_lazy("A translation of")


class RelatedWorkQuerySet(models.QuerySet["RelatedWork"]):
    def to_works_of(self, person: User) -> RelatedWorkQuerySet:
        """Debts to this person's works, of works that they may see; unanswered ones first."""
        seen = Exists(Work.objects.visible_to(person).filter(pk=OuterRef("work")))
        return (
            self.heard_by(person)
            .filter(seen, parent__in=Creatorship.objects.works_of(person))
            .order_by(models.F("approved_at").asc(nulls_first=True), "-created_at")
        )

    def heard_by(self, person: User) -> RelatedWorkQuerySet:
        """Without what those ask who sign the work and of whom this person does not hear; what they have let stand stays."""
        asks = Work.objects.heard_by(person).filter(pk=OuterRef("work"))
        return self.filter(models.Q(approved_at__isnull=False) | Exists(asks))

    def from_works_of(self, person: User) -> RelatedWorkQuerySet:
        own = Creatorship.objects.works_of(person)
        return self.filter(work__in=own).order_by("-created_at")


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

    objects = RelatedWorkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=False) | ~models.Q(url="") | ~models.Q(title=""),
                name="related_to_something",
            )
        ]

    def __str__(self) -> str:
        naming = (
            gettext("A translation of %(name)s")
            if self.relation == Relation.TRANSLATION_OF
            else gettext("Inspired by %(name)s")
        )
        return naming % {"name": self.parent or self.title or self.url}

    def approve(self) -> None:
        """Show the work on its parent's page."""
        self.approved_at = clock.now()
        self.save(update_fields=["approved_at"])

    def hide(self) -> None:
        """Take the work off its parent's page."""
        self.approved_at = None
        self.save(update_fields=["approved_at"])
