from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.core.page_urls import reverse
from bookcub.people.models import User
from bookcub.works.models.chapter import Chapter
from bookcub.works.models.work import Work


class NewerCopy(Exception):  # noqa: N818  # it is news, not an error: another window saved later
    """Another window has saved this form since; the newer copy is attached."""

    def __init__(self, copy: WorkingCopy) -> None:
        super().__init__("Another window has saved this since.")
        self.copy = copy


class ClosedFormError(Exception):
    """What this form made stands at `address`, or its copy was discarded: it takes no more."""

    def __init__(self, address: str = "") -> None:
        super().__init__(
            gettext(
                "You have already saved this. Open it under “My works” or “Drafts”, and copy over what you changed since."
            )
        )
        self.address = address


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def of_person(self, person: User) -> WorkingCopyQuerySet:
        return self.filter(user=person)

    def of_standing(self) -> WorkingCopyQuerySet:
        """Without those for a work or a chapter that lies in the trash: they come back with it."""
        return self.filter(work__discarded_at=None, chapter__discarded_at=None)


class WorkingCopy(models.Model):
    """What one author is typing, saved by itself and not yet a revision.

    A copy of a chapter that does not exist yet has no chapter; one of a new work has no work either.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="working_copies")
    form_key = models.CharField("which form it fills, e.g. chapter-12 or new-work", max_length=60)
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.CASCADE, related_name="working_copies"
    )
    chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.CASCADE, related_name="working_copies"
    )
    fields = models.JSONField("form field name to the list of what was typed", default=dict)
    base_revision = models.PositiveIntegerField("the revision it started from", default=0)
    version = models.PositiveIntegerField("how often it was saved", default=0)
    window = models.CharField("the browser window that saved last", max_length=40, blank=True)
    word_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "form_key"], name="one_copy_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.form_key} of {self.user_id}"

    @property
    def title(self) -> str:
        """What the author calls it so far."""
        if self.chapter is not None:
            return f"{self.chapter.work} – {self.chapter.heading}"
        typed = " ".join(self.fields.get("title", [""])[-1:]).strip()
        if self.work is None:
            return typed or gettext("Untitled work")
        names = {"work": str(self.work), "chapter": typed}
        if not self.form_key.startswith("new-chapter"):
            return gettext("%(work)s – everything around the text") % names
        if typed:
            return gettext("%(work)s – new chapter: %(chapter)s") % names
        return gettext("%(work)s – new chapter") % names

    @property
    def address(self) -> str:
        """The form that it belongs to."""
        if self.chapter_id is not None:
            return reverse("works:chapter_edit", args=[self.work_id, self.chapter_id])
        if self.work_id is None:
            return reverse("works:work_new") + f"?copy={self.form_key}"
        if self.form_key.startswith("new-chapter"):
            return reverse("works:chapter_new", args=[self.work_id]) + f"?copy={self.form_key}"
        return reverse("works:work_edit", args=[self.work_id])

    def keep(self, fields: dict[str, Any], *, window: str, seen: int, word_count: int = 0) -> None:
        """Save what was typed, knowing version `seen`; NewerCopy if another window was faster."""
        with transaction.atomic():
            present = WorkingCopy.objects.select_for_update().get(pk=self.pk)
            if present.version > seen and present.window != window:
                raise NewerCopy(present)
            self.fields, self.window, self.word_count = fields, window, word_count
            self.version = present.version + 1
            self.saved_at = clock.now()
            self.save(update_fields=["fields", "window", "word_count", "version", "saved_at"])
