from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from bookcub.core.page_urls import reverse
from bookcub.people.models import User
from bookcub.people.policies import hears_of
from bookcub.works.models.creatorship import Creatorship

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class DraftReaderQuerySet(models.QuerySet["DraftReader"]):
    def visible_to(self, person: User | AnonymousUser) -> DraftReaderQuerySet:
        """What is shown to this person, and to whom they and their co-creators show what they write."""
        if not person.is_authenticated:
            return self.none()
        theirs = self.of_drafts().filter(_heard_by(person), user=person)
        own = Q(pk__in=theirs.values("pk"), work__withheld_at=None, work__hiding=None)
        shown = self.filter(work__discarded_at=None, user__is_active=True)
        return shown.filter(own | Q(work__in=Creatorship.objects.works_of(person)))

    def of_drafts(self) -> DraftReaderQuerySet:
        """Those of works of which something is a draft: what lies in the trash is none as long as it does."""
        return self.filter(
            work__chapters__isnull=False,
            work__chapters__posted_at=None,
            work__chapters__discarded_at=None,
            work__chapters__hiding=None,
        )

    def of_work(self, person: User, work: str) -> Exists:
        """Whether the work that a row names in `work` is shown to this person: for conditions about drafts."""
        rows = DraftReader.objects.of_drafts().filter(_heard_by(person), user=person)
        return Exists(rows.filter(work=OuterRef(work)))

    def with_first_draft(self) -> DraftReaderQuerySet:
        """Each with the chapter that its address leads to."""
        drafts = DraftReader.objects.of_drafts().filter(pk=OuterRef("pk"))
        first = drafts.order_by("work__chapters__position").values("work__chapters")[:1]
        return self.annotate(first_draft=Subquery(first))


def _heard_by(person: User) -> Q:
    """Who shows an anonymous draft is not said: were it gone, that would name them."""
    return hears_of(person, "shown_by") | Q(work__is_anonymous=True)


class DraftReader(models.Model):
    """Somebody whom a draft is shown to: they read all of the work, also what is not posted yet.

    The row goes with the last draft that is posted, and nobody else ever knows of it.
    """

    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="draft_readers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts_shown")
    shown_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    shown_at = models.DateTimeField(default=timezone.now)

    objects = DraftReaderQuerySet.as_manager()

    class Meta:
        ordering = ["shown_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "work"], name="draft_shown_once_to_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} reads the draft of {self.work_id}"

    @property
    def draft_url(self) -> str:
        """Where what is shown begins: the first chapter that is not posted, of a row `with_first_draft`."""
        first = vars(self)["first_draft"]
        if first is None:  # posted a moment ago
            return self.work.get_absolute_url()
        return reverse("reading:chapter_detail", args=[self.work_id, first])
