from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bookcub.people.models import Pseud, User
from bookcub.works.models import Chapter, Creatorship, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Hearers(models.TextChoices):
    EVERYONE = "everyone", "everyone who may read the work"
    CLUB = "club", "one club"
    SELF = "self", "only its author"


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, person: User | AnonymousUser) -> CommentQuerySet:
        """The one filter for everything said.

        Today: what was said to everyone on readable works and approved, plus one's own, plus, for
        a work's creators, what waits for their approval. Clubs and the horizon join it here.
        """
        works = Work.objects.visible_to(person)
        open_chapter = Q(chapter=None) | Q(chapter__posted_at__isnull=False)
        heard = Q(hearers=Hearers.EVERYONE, work__in=works) & open_chapter
        approved = Q(approved_at__isnull=False)
        if not person.is_authenticated:
            return self.filter(heard & approved)
        own = Q(pseud__user=person)
        creates = Q(
            Exists(
                Creatorship.objects.filter(
                    work=OuterRef("work"), pseud__user=person, accepted_at__isnull=False
                )
            )
        )
        return self.filter(
            (Q(hearers=Hearers.EVERYONE, work__in=works) & creates)
            | (heard & (approved | own))
            | (Q(hearers=Hearers.SELF) & own)
        )


class Comment(models.Model):
    """Anything said about a work: on the work, a chapter or a passage of it.

    Heard by everyone, by one club, or by its author alone. Written by a pseud, by a guest (name and
    e-mail), or claimed by an imported file (name only).
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="comments")
    chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    block_id = models.CharField("the block its passage begins in", max_length=12, blank=True)
    hearers = models.CharField(max_length=8, choices=Hearers, default=Hearers.EVERYONE)

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    thread = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="in_thread"
    )
    path = models.TextField(
        "base-32 ids from the thread's root down, for reading order", blank=True
    )
    depth = models.PositiveIntegerField(default=0)

    pseud = models.ForeignKey(
        Pseud, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    guest_name = models.CharField(max_length=100, blank=True)
    guest_email = models.EmailField("never shown", blank=True)
    is_imported = models.BooleanField(default=False)
    source_id = models.CharField("its id where it came from", max_length=60, blank=True)

    html = models.TextField("sanitised HTML", blank=True)
    has_words = models.BooleanField("false when the source held no text of it", default=True)
    fingerprint = models.CharField("of author, place and words: no duplicates", max_length=64)
    written_at = models.DateTimeField(default=timezone.now, null=True, blank=True)
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField("no replies below it since", null=True, blank=True)
    deleted_at = models.DateTimeField("only its place is left", null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["work", "chapter", "thread"], name="comment_by_place"),
            models.Index(fields=["thread", "path"], name="comment_in_thread"),
            models.Index(fields=["pseud", "-posted_at"], name="comment_by_pseud"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "source_id"],
                name="imported_comment_once",
                condition=~Q(source_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk} on {self.work_id}"

    def get_absolute_url(self) -> str:
        return f"/comments/{self.pk}"
