from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import models, transaction
from django.utils import timezone

from bookcub.people.models import Pseud, User
from bookcub.people.policies import hears_of
from bookcub.works import signals


class CreatorshipQuerySet(models.QuerySet["Creatorship"]):
    def accepted(self) -> CreatorshipQuerySet:
        return self.filter(accepted_at__isnull=False)

    def works_of(self, person: User) -> models.QuerySet[Creatorship, int]:
        """The ids of the works somebody is a creator of, for use inside of other queries: a short list.

        Without those in the trash.
        """
        own = self.accepted().filter(pseud__user=person, work__discarded_at=None)
        return own.values_list("work", flat=True)

    def works_muted_by(self, person: User) -> models.QuerySet[Creatorship, int]:
        """The ids of the works signed by somebody whom this person mutes, for use inside of other queries.

        From the few whom they mute, and not by asking every work of a list whose it is.
        """
        signed = self.accepted().filter(pseud__user__muted_by__muter=person)
        return signed.filter(work__is_anonymous=False).values_list("work", flat=True)

    def invitations_for(self, person: User) -> CreatorshipQuerySet:
        """Open invitations to this person's pseuds by those of whom they hear, newest first."""
        asked = self.filter(
            hears_of(person, "invited_by"), accepted_at__isnull=True, pseud__user=person
        )
        return asked.filter(work__discarded_at=None).order_by("-invited_at")


class Creatorship(models.Model):
    """A pseud's part in a work: invited first, theirs once accepted."""

    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="creatorships")
    pseud = models.ForeignKey(Pseud, on_delete=models.CASCADE, related_name="creatorships")
    position = models.PositiveSmallIntegerField(default=0)
    invited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    objects = CreatorshipQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["work", "pseud"], name="creator_once_per_work")
        ]

    def __str__(self) -> str:
        return f"{self.pseud} of {self.work}"

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    def accept(self) -> None:
        """Put the pseud on the work's byline. Accepting twice changes nothing."""
        if self.is_accepted:
            return
        self.accepted_at = timezone.now()
        with transaction.atomic():
            self.save(update_fields=["accepted_at"])
            # A creator reads the drafts anyway; one who leaves shall not go on.
            self.work.draft_readers.filter(user=self.pseud.user_id).delete()
            # Whoever invited may be switched off by now: then this pseud alone shows the work.
            type(self.work).objects.filter(pk=self.work_id).follow_accounts()
            transaction.on_commit(
                partial(signals.creator_accepted.send, Creatorship, creatorship=self)
            )

    def decline(self) -> None:
        """Take an invitation off the table; one that was accepted stays."""
        if not self.is_accepted:
            self.delete()
