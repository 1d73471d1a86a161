from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from bookcub.comments.models.comment import Comment
from bookcub.comments.models.hearers import Hearers
from bookcub.people.models import Pseud, User
from bookcub.people.policies import hears_of
from bookcub.works.models import Creatorship

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CommentClaimQuerySet(models.QuerySet["CommentClaim"]):
    def open(self) -> CommentClaimQuerySet:
        return self.filter(answered_at=None, comment__pseud=None, comment__deleted_at=None)

    def to_answer_by(
        self, person: User | AnonymousUser, *, keeps: bool | None = None
    ) -> CommentClaimQuerySet:
        """Open claims that this person decides: on their own works; a keeper, on all that they may read.

        `keeps` says whether they are a keeper, where the person is not there to be asked.
        """
        if not person.is_authenticated:
            return self.none()
        if keeps is None:
            keeps = person.is_keeper
        # A comment is visible only where its work is: a keeper needs no further condition.
        heard = Comment.objects.visible_to(person).filter(
            hearers=Hearers.EVERYONE, pk=OuterRef("comment")
        )
        asked = self.open().exclude(pseud__user=person)
        if not keeps:
            heard = heard.filter(work__in=Creatorship.objects.works_of(person))
            asked = asked.filter(hears_of(person, "pseud__user"))
        return asked.filter(Exists(heard))


class CommentClaim(models.Model):
    """A member says of an imported comment: this was me. The work's creators or a keeper believe it or do not."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="claims")
    pseud = models.ForeignKey(Pseud, on_delete=models.CASCADE, related_name="comment_claims")
    made_at = models.DateTimeField(default=timezone.now)
    answered_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_believed = models.BooleanField(default=False)

    objects = CommentClaimQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(
                fields=["made_at", "id"], name="claims_open", condition=models.Q(answered_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "pseud"], name="claimed_once_by_each")
        ]

    def __str__(self) -> str:
        return f"{self.pseud} claims {self.comment}"
