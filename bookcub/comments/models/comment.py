from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.functional import cached_property

from bookcub.clubs.models import Club, kept_in_order_by
from bookcub.comments.models import horizon, paths
from bookcub.comments.models.hearers import Hearers
from bookcub.core.clock import now
from bookcub.core.page_urls import reverse
from bookcub.people.models import (
    Discardable,
    Hideable,
    Preferences,
    Pseud,
    User,
    hidden_once,
    in_trash,
)
from bookcub.people.policies import not_hidden_from
from bookcub.reads.models import Read
from bookcub.works.models import Chapter, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

AUDIENCE = ["hearers", "club", "work", "chapter", "block_id", "place_index", "read", "upto"]
PLACE = ("work_id", "chapter_id", "block_id", "place_index", "read_id", "upto")
MAY_UNDO_FOR = timedelta(hours=24)  # then the words of a deleted comment are gone for good


# By somebody whose account is switched off.
SILENT = Q(pseud__user__is_active=False)


# Of a writer a page of talk asks only whether guests may answer.
_WISHES = [
    f"pseud__user__preferences__{field.name}"
    for field in Preferences._meta.concrete_fields  # noqa: SLF001  # Django's documented way
    if field.name not in {"id", "user", "guest_replies"}
]


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(
        self, person: User | AnonymousUser, *, looks_ahead: bool = False
    ) -> CommentQuerySet:
        """The one filter for everything said, and for the places that deleted comments leave.

        What the person is among the hearers of, as far as they have read, plus all of their own
        (docs/horizon.md). A deleted comment leaves a place while something under it stands.
        Without what people sign of whom this person does not hear (docs/visibility.md).
        `looks_ahead` is for somebody who has just asked to see what lies ahead, on this one page.
        """
        within = self._within(person, looks_ahead=looks_ahead)
        return within.not_kept_from(person).standing(person)

    def in_threads_of(
        self, person: User | AnonymousUser, *, looks_ahead: bool = False
    ) -> CommentQuerySet:
        """The same for pages of threads: what is kept from this person leaves its place, too, where something under it stands.

        To be shown by `card_of` alone, which knows whose words are whose.
        """
        return self._within(person, looks_ahead=looks_ahead).standing(person)

    def heard_by(self, person: User | AnonymousUser) -> CommentQuerySet:
        """What is meant for the person, wherever they are: to be asked about, never to be shown."""
        return self.filter(horizon.heard_by(person))

    def not_kept_from(self, person: User | AnonymousUser) -> CommentQuerySet:
        """Without what people sign of whom this person does not hear."""
        return self.filter(horizon.not_kept_from(person))

    def ahead_of(self, person: User | AnonymousUser) -> CommentQuerySet:
        """What the person will hear once they have read further. To be counted, never to be shown."""
        within = horizon.written_by(person) | horizon.reached_by(person)
        heard = horizon.heard_by(person) & horizon.not_kept_from(person)
        return self.filter(heard & ~within).spoken()

    def standing(self, person: User | AnonymousUser) -> CommentQuerySet:
        """What is still said to this person, and the places of the rest that something still stands under.

        What a keeper has hidden is said to its writer and the keepers.
        """
        kept = horizon.not_kept_from(person)
        shown = not_hidden_from(person)
        if person.is_authenticated:
            shown |= Q(pseud__user=person)
        below = Comment.objects.filter(
            kept,
            thread=OuterRef("thread"),
            path__gt=OuterRef("path"),
            path__lt=Concat(OuterRef("path"), Value(paths.AFTER)),
        ).spoken()
        return self.filter((Q(deleted_at=None) & ~SILENT & shown & kept) | Exists(below))

    def _within(self, person: User | AnonymousUser, *, looks_ahead: bool) -> CommentQuerySet:
        heard = horizon.heard_by(person)
        if looks_ahead:
            return self.filter(heard)
        return self.filter(heard & (horizon.written_by(person) | horizon.reached_by(person)))

    def for_everyone(self) -> CommentQuerySet:
        """What anybody who may read the work can read: the ones that are counted."""
        return self.spoken().filter(
            Q(chapter=None) | Q(chapter__posted_at__isnull=False),
            hearers=Hearers.EVERYONE,
            approved_at__isnull=False,
        )

    def spoken(self) -> CommentQuerySet:
        """Without the deleted and the hidden ones, and those of accounts that are switched off."""
        return self.filter(~SILENT, deleted_at=None, hiding=None)

    def in_trash_of(self, person: User) -> CommentQuerySet:
        """What was deleted in the clubs where this person keeps order, as far as they may hear it.

        Among friends who decide together, what somebody deleted of theirs before they did.
        """
        within = horizon.written_by(person) | horizon.reached_by(person)
        return self.filter(
            horizon.heard_by(person) & within & horizon.not_kept_from(person),
            ~SILENT,
            Q(club__in=kept_in_order_by(person))
            | Q(pseud__user=person, club__decides_together=True),
            discarded_at__isnull=False,
        )

    def undoable_by(self, person: User) -> CommentQuerySet:
        """What this person has deleted and can bring back for a day, where it still is theirs to delete."""
        here = self.heard_by(person).not_kept_from(person)
        if not person.is_keeper:
            here = here.filter(horizon.written_by(person))
        return here.filter(
            discarded_at=None, deleted_by=person, deleted_at__gt=now() - MAY_UNDO_FOR
        )

    def in_talk_of(self, comment: Comment) -> CommentQuerySet:
        """What is said of the same work or read, or in the same club beside both."""
        same = {"work": comment.work_id, "read": comment.read_id}
        if comment.work_id is None:
            same["club"] = comment.club_id
        return self.filter(**same)

    def beside_books(self, club_id: int) -> CommentQuerySet:
        """What is said in a club of no book: it has no horizon."""
        return self.filter(hearers=Hearers.CLUB, club=club_id, work=None, read=None)

    def threads(self) -> CommentQuerySet:
        """The first comment of each thread."""
        return self.filter(parent=None)

    def by_person(self, person: User) -> CommentQuerySet:
        return self.filter(pseud__user=person)

    def unreviewed(self) -> CommentQuerySet:
        """What waits for a creator's yes or no."""
        return self.spoken().filter(hearers=Hearers.EVERYONE, approved_at=None)

    def with_people(self) -> CommentQuerySet:
        """With all that a byline shows."""
        # A chapter's text may be long, and a page has hundreds of comments on it.
        texts = ("html", "summary", "notes", "end_notes")
        people = (
            "pseud__user__preferences",
            "chapter",
            "club",
            "read__book",
            "passage",
            "suggestion",
        )
        kept = (f"chapter__{name}" for name in texts)
        return self.select_related(*people).defer(*kept, *_WISHES)

    def with_parents(self) -> CommentQuerySet:
        """With the byline of what each one answers."""
        return self.select_related("parent__pseud__user").defer("parent__html")


class Comment(Discardable, Hideable):
    """Anything said: on a work, a chapter or a passage of it; in a club also on an outside book that it reads, or on nothing.

    Heard by everyone, by one club, or by its author alone. Written by a pseud, by a guest (name and
    e-mail), or claimed by an imported file (name only). Deleted, it leaves its place; what a host deleted in a
    club lies in the trash besides.
    """

    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    block_id = models.CharField("the block its passage begins in", max_length=12, blank=True)
    hearers = models.CharField(max_length=8, choices=Hearers, default=Hearers.EVERYONE)
    club = models.ForeignKey(
        Club, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    place_index = models.PositiveIntegerField(
        "the number of the block in its chapter that one must have reached to hear it; "
        "empty: all of the chapter",
        null=True,
        blank=True,
        default=0,
    )
    read = models.ForeignKey(
        Read,
        verbose_name="of an outside book, which has no work",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="comments",
    )
    about = models.CharField(
        "the title of what a note taken along from there was said of", max_length=255, blank=True
    )
    upto = models.PositiveIntegerField(
        "the place in that read which one must have reached to hear it", null=True, blank=True
    )

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    thread = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="in_thread"
    )
    path = models.TextField("place in the thread; sorts in reading order", blank=True)
    depth = models.PositiveIntegerField(default=0)
    numbered = models.PositiveIntegerField("how many answers it ever had", default=0)

    pseud = models.ForeignKey(
        Pseud, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    guest_name = models.CharField(
        "of a guest, a source, or a member who left", max_length=100, blank=True
    )
    guest_email = models.EmailField("never shown", blank=True)
    guest_key = models.CharField("keyed hash of a guest's address", max_length=64, blank=True)
    as_creator = models.BooleanField(
        "of the work; on an anonymous one it stays unnamed even if they leave", default=False
    )
    is_former_member = models.BooleanField("its writer's account is gone", default=False)
    is_imported = models.BooleanField(default=False)
    source_id = models.CharField("its id where it came from", max_length=60, blank=True)

    html = models.TextField("sanitised HTML", blank=True)
    language = models.CharField("BCP 47 code; empty: unknown", max_length=12, blank=True)
    has_words = models.BooleanField("false when the source held no text of it", default=True)
    fingerprint = models.CharField(
        "of author, place and words: no duplicates", max_length=64, blank=True
    )
    written_at = models.DateTimeField(default=timezone.now, null=True, blank=True)
    posted_at = models.DateTimeField("when it came here", default=timezone.now)
    placed_at = models.DateTimeField("where its thread stands in the list", default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    approved_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    frozen_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "no answers below it since", null=True, blank=True
    )
    deleted_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        "only its place is left", null=True, blank=True
    )
    deleted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_html = models.TextField("its words, while it can come back", blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["work", "chapter", "placed_at"],
                name="threads_of_chapter",
                condition=Q(parent=None),
            ),
            models.Index(
                fields=["work", "placed_at"], name="threads_of_work", condition=Q(parent=None)
            ),
            models.Index(fields=["thread", "path"], name="comment_in_thread"),
            models.Index(
                fields=["club", "work"], name="comments_of_club", condition=Q(club__isnull=False)
            ),
            models.Index(
                fields=["club", "-posted_at"],
                name="newest_of_club",
                condition=Q(club__isnull=False),
            ),
            models.Index(
                fields=["read", "upto", "placed_at"],
                name="threads_of_read",
                condition=Q(parent=None, read__isnull=False),
            ),
            models.Index(
                fields=["club", "placed_at"],
                name="threads_of_club",
                condition=Q(parent=None, work=None, read=None),
            ),
            models.Index(fields=["pseud", "-posted_at"], name="comment_by_pseud"),
            models.Index(
                fields=["guest_key", "posted_at"],
                name="comment_by_address",
                condition=~Q(guest_key=""),
            ),
            models.Index(
                fields=["deleted_at"],
                name="comment_to_forget",
                condition=Q(deleted_at__isnull=False),
            ),
            in_trash("comment_in_trash"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "source_id"],
                name="imported_comment_once",
                condition=~Q(source_id=""),
            ),
            models.UniqueConstraint(
                fields=["fingerprint"], name="said_once", condition=~Q(fingerprint="")
            ),
            models.UniqueConstraint(
                fields=["parent", "path"],
                name="one_place_each",
                condition=Q(parent__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(hearers="club", club__isnull=False)
                | (~Q(hearers="club") & Q(club=None)),
                name="a_club_hears_what_is_for_it",
            ),
            models.CheckConstraint(
                condition=Q(work__isnull=False, read=None, upto=None)
                | Q(work=None, chapter=None, read__isnull=False, upto__isnull=False, hearers="club")
                | Q(work=None, chapter=None, read=None, upto=None, hearers__in=["club", "self"]),
                name="said_of_a_work_a_read_or_neither",
            ),
            hidden_once("comment_hidden_once"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk} on {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("comments:comment_detail", args=[self.pk])

    @property
    def anchor(self) -> str:
        return f"comment_{self.pk}"

    @property
    def subject(self) -> Work | Read | None:
        """What it is about; nothing for talk beside the books."""
        return self.work or self.read

    @property
    def its_work(self) -> Work:
        """The work, of what everybody hears or its creators: that is always about one. Raises ValueError else."""
        if self.work is None:
            raise ValueError("What a club says beside the archive's works is of none.")
        return self.work

    @property
    def moderates(self) -> bool:
        """Whether what everybody hears here waits for a creator."""
        return self.work is not None and self.work.moderates_comments

    @property
    def is_note(self) -> bool:
        """Whether it is said of a passage, and not an answer to that."""
        return bool(self.block_id) and self.parent_id is None

    @property
    def is_deleted(self) -> bool:
        """Whether only its place is left: it was taken away, or its writer's account is switched off."""
        return self.deleted_at is not None or (
            self.pseud is not None and not self.pseud.user.is_active
        )

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def is_by_guest(self) -> bool:
        """Whether it was written here by somebody without an account."""
        return self.pseud_id is None and not self.is_imported and not self.is_former_member

    @cached_property
    def is_frozen(self) -> bool:
        """Whether it or something that it answers was frozen. One query unless told before."""
        if self.frozen_at is not None:
            return True
        frozen = Comment.objects.filter(thread=self.thread_id, frozen_at__isnull=False)
        return frozen.filter(path__in=paths.above(self.path)).exists()

    @cached_property
    def is_answered(self) -> bool:
        """Whether an answer stands of which its writer hears. One query unless told before.

        Another one must not show by what they may no longer do.
        """
        answers = self.replies.spoken()
        if self.pseud is not None:
            answers = answers.not_kept_from(self.pseud.user)
        return answers.exists()

    def must_be_approved(self) -> bool:
        """Whether it waits for a creator: what is for everyone under a moderated work, unless one said it."""
        return self.hearers == Hearers.EVERYONE and self.moderates and not self.as_creator

    def place_at(self, block_id: str, place_index: int | None) -> None:
        """Take the place of a passage, or without a block that of a chapter or a work as a whole.

        Raises ValueError for half of a place.
        """
        if bool(block_id) != (place_index is not None) or (block_id and self.chapter_id is None):
            raise ValueError(
                "A note's place is its chapter, a block of it, and that block's number."
            )
        self.block_id = block_id
        # Everyone's talk stands under the chapter for whoever has opened it; a club's waits for its end.
        whole = 0 if self.hearers == Hearers.EVERYONE else None
        self.place_index = place_index if block_id else whole

    def copy_audience_of(self, parent: Comment) -> None:
        """Take hearers and place of what it answers, as they are now. The caller holds the lock on the talk."""
        parent.refresh_from_db(fields=AUDIENCE)
        for name in ("hearers", "club_id", *PLACE):
            setattr(self, name, getattr(parent, name))

    def attach_to(self, parent: Comment) -> None:
        """Take the next free place under a comment; the caller holds the lock on the talk and saves both."""
        parent.numbered += 1
        self.parent = parent
        self.thread_id = parent.thread_id
        self.path = parent.path + paths.step(parent.numbered)
        self.depth = parent.depth + 1

    def fingerprint_of_words(self) -> str:
        """The same for the same words by the same person in the same place, and for nothing else."""
        who = (
            f"member {self.pseud.user_id}"
            if self.pseud
            else f"guest {self.guest_name.casefold()} {self.guest_email.casefold()}"
        )
        place = f"{self.work_id} {self.chapter_id} {self.parent_id}"
        if self.read_id is not None:
            place = f"{place} in {self.read_id} {self.upto}"
        if self.hearers != Hearers.EVERYONE:
            place = f"{place} to {self.hearers} {self.club_id or ''}"
        if self.block_id and self.parent_id is None:
            try:
                place = f"{place} at {self.passage.range}"
                if self.hearers == Hearers.AUTHORS and hasattr(self, "suggestion"):
                    place = f"{place} instead {self.suggestion.words}"
            except ObjectDoesNotExist:
                return ""  # a note whose passage is not known yet: any number of the same
        whole = "\n".join((who, place, " ".join(self.html.split())))
        return hashlib.sha256(whole.encode()).hexdigest()
