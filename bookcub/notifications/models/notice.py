from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookcub.comments.models import Comment, CommentClaim
from bookcub.people.models import User
from bookcub.works.models import Creatorship, RelatedWork


class NoticeKind(models.TextChoices):
    REPLY = "reply", "an answer to what you said"
    COMMENT = "comment", "a comment on your work"
    INVITATION = "invitation", "an invitation to be a co-creator"
    RELATED = "related", "a work that names yours"
    CLAIM = "claim", "somebody says: this was me"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: User) -> NoticeQuerySet:
        return self.filter(user=person)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)

    def read(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=False)

    def answered_by(self, person: User) -> NoticeQuerySet:
        """Those about comments that this person has answered."""
        return self.filter(models.Exists(_answers(person)))

    def unanswered_by(self, person: User) -> NoticeQuerySet:
        """Those about comments that this person has not answered."""
        return self.filter(~models.Exists(_answers(person)), comment__isnull=False)


def _answers(person: User) -> models.QuerySet[Comment]:
    answers = Comment.objects.spoken().by_person(person)
    return answers.filter(parent=models.OuterRef("comment"))


class Notice(models.Model):
    """One line of somebody's inbox: it points at what happened and holds nothing of it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    creatorship = models.ForeignKey(
        Creatorship, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    related = models.ForeignKey(
        RelatedWork, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    claim = models.ForeignKey(
        CommentClaim, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    made_at = models.DateTimeField(default=timezone.now)
    read_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-made_at", "-id"], name="inbox_in_order"),
            models.Index(fields=["user"], name="inbox_unread", condition=Q(read_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "comment"], name="told_once_of_comment"),
            models.UniqueConstraint(fields=["user", "creatorship"], name="told_once_of_invitation"),
            models.UniqueConstraint(fields=["user", "related"], name="told_once_of_related"),
            models.UniqueConstraint(fields=["user", "claim"], name="told_once_of_claim"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.user}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
