from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.core.page_urls import reverse
from bookcub.core.text import Block, blocks_of, clean_chapter, count_words, divided
from bookcub.people.models import Discardable, Hideable, Pseud, User, hidden_once, in_trash
from bookcub.people.policies import keeps
from bookcub.works import signals, text_hooks
from bookcub.works.fields import ChapterFields, check_text, missing_text
from bookcub.works.models.creatorship import Creatorship
from bookcub.works.models.draft_reader import DraftReader
from bookcub.works.models.work import Work
from bookcub.works.own_notes import RESTORED

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.works.models.revision import Revision

EARLIEST = date(1950, 1, 1)


class ChapterQuerySet(models.QuerySet["Chapter"]):
    def visible_to(self, person: User | AnonymousUser) -> ChapterQuerySet:
        """Posted chapters of works this person may read, and all but those in the trash of what they write or are shown.

        What a keeper has hidden is not posted meanwhile: its creators see it, and the keepers.
        """
        readable = Exists(Work.objects.visible_to(person).filter(pk=OuterRef("work")))
        posted = Q(posted_at__isnull=False)
        if not person.is_authenticated:
            return self.filter(posted, readable)
        own = Exists(
            Creatorship.objects.filter(
                work=OuterRef("work"), pseud__user=person, accepted_at__isnull=False
            )
        )
        return self.filter(Q(readable) & (posted | Q(own) | shown_or_hidden(person))).standing()

    def by_person(self, person: User | AnonymousUser) -> ChapterQuerySet:
        """Chapters of works that this person has accepted to be a creator of."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(work__in=Creatorship.objects.works_of(person)).standing()

    def in_trash_of(self, person: User) -> ChapterQuerySet:
        """Chapters that were deleted from works of this person, and that they can bring back."""
        own = self.filter(work__in=Creatorship.objects.works_of(person))
        return own.filter(discarded_at__isnull=False)

    def standing(self) -> ChapterQuerySet:
        """Without those in the trash: what the creators of a work see of it. Readers see what is posted."""
        return self.filter(discarded_at=None)

    def posted(self) -> ChapterQuerySet:
        return self.filter(posted_at__isnull=False)

    def drafts(self) -> ChapterQuerySet:
        """What its creators can still post."""
        return self.filter(posted_at=None, hiding=None).standing()

    def put_in_order(self, chapters: Iterable[Chapter]) -> None:
        """Number them 1, 2, 3 …: only those that move are written, for with each goes its text."""
        moved = []
        for place, chapter in enumerate(chapters, start=1):
            if chapter.position != place:
                chapter.position = place
                moved.append(chapter)
        self.bulk_update(moved, ["position"], batch_size=500)

    def due(self) -> ChapterQuerySet:
        """Scheduled chapters whose hour has come."""
        hour_has_come = self.filter(posted_at__isnull=True, scheduled_for__lte=clock.now())
        return hour_has_come.standing().filter(work__discarded_at=None)


def shown_or_hidden(person: User) -> Q:
    """Of chapters that are not posted, of works this person may read: what drafts they are shown, and for keepers what is hidden."""
    shown = Q(DraftReader.objects.of_work(person, "work"), hiding=None)
    return shown | Q(hiding__isnull=False) & keeps(person)


class Chapter(Discardable, Hideable):
    """One readable part of a work. Until posted, only its creators see it.

    One in the trash, or that a keeper has hidden, is not posted, and keeps its place among the others.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveIntegerField("place in the work, from 1, without gaps")
    number = models.PositiveIntegerField(
        "as readers count: among the posted ones; empty for a draft", null=True, blank=True
    )
    title = models.CharField(max_length=255, blank=True)
    summary = models.TextField("sanitised HTML", blank=True)
    notes = models.TextField("sanitised HTML", blank=True)
    end_notes = models.TextField("sanitised HTML", blank=True)
    html = models.TextField("sanitised HTML; every block has its id", blank=True)
    word_count = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(default=timezone.now)
    posted_at = models.DateTimeField("when readers could first see it", null=True, blank=True)
    # A day and no moment: it is the same one on every clock.
    dated_on = models.DateField(
        "the day its author gave it; empty for the one it was posted", null=True, blank=True
    )
    scheduled_for = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_quiet = models.BooleanField("post without telling anyone", default=False)
    # In the trash, or hidden, it is not posted, as if it were withdrawn: this comes back with it.
    posted_before = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(position__gte=1), name="chapter_from_one"),
            models.CheckConstraint(
                condition=Q(discarded_at=None) | Q(posted_at=None), name="nothing_posted_in_trash"
            ),
            models.CheckConstraint(
                condition=Q(hiding=None) | Q(posted_at=None), name="nothing_posted_while_hidden"
            ),
            hidden_once("chapter_hidden_once"),
        ]
        indexes = [
            models.Index(fields=["work", "position"], name="chapter_in_order"),
            # Both spare a look past the text: in a row of SQLite's what stands behind it lies pages away.
            models.Index(
                fields=["work", "dated_on", "posted_at"],
                name="chapter_dates",
                condition=Q(posted_at__isnull=False),
            ),
            models.Index(
                fields=["work"], name="chapter_drafts", condition=Q(posted_at__isnull=True)
            ),
            models.Index(
                fields=["scheduled_for"],
                name="chapter_scheduled",
                condition=Q(posted_at=None, scheduled_for__isnull=False),
            ),
            in_trash("chapter_in_trash"),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("reading:chapter_detail", args=[self.work_id, self.pk])

    @property
    def is_posted(self) -> bool:
        return self.posted_at is not None

    @property
    def is_draft(self) -> bool:
        """Whether its creators can still post it."""
        return not (self.is_posted or self.is_hidden or self.is_discarded)

    @property
    def dated(self) -> date | None:
        """What readers are told of when it was published: a day, else the moment of its posting."""
        return self.dated_on or self.posted_at

    # The text that was divided last, and its blocks.
    _divided: tuple[str, Sequence[Block]] = ("", ())

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks of the text, which is parsed once however often they are asked for."""
        if self._divided[0] != self.html:
            self._divided = (self.html, tuple(blocks_of(self.html)))
        return self._divided[1]

    @property
    def language(self) -> str:
        """Of its title and its text: the work's."""
        return self.work.language

    @property
    def is_only(self) -> bool:
        """Whether it is all of its work. One query."""
        return not self.work.chapters.standing().exclude(pk=self.pk).exists()

    @property
    def is_whole_draft(self) -> bool:
        """Whether it is all of a draft and has only its title of its own: one form holds both. At most one query."""
        if not self.is_draft or self.work.is_posted or self.summary or self.notes or self.end_notes:
            return False
        return self.is_only

    @property
    def heading(self) -> str:
        """Say where it stands: “Chapter 3” or “Chapter 3: The Weir”. A draft stands where its author put it."""
        number = self.number or self.position
        if self.title:
            return gettext("Chapter %(number)s: %(title)s") % {
                "number": number,
                "title": self.title,
            }
        return gettext("Chapter %(number)s") % {"number": number}

    def rewrite(
        self,
        *,
        by: Pseud | None,
        html: str | None = None,
        fields: ChapterFields | None = None,
        note: str = "",
    ) -> Revision | None:
        """Save a new state of the text (sanitised here) and keep it as a revision.

        What is None stays as it is. A save that changes nothing makes no revision and gives None; one of a chapter
        that is not stored yet stores it, whose work is locked then.
        """
        is_new = self._state.adding
        before, blocks = self.html, self.blocks if html is not None else ()
        changed = self._take(fields) if fields else False
        if html is not None:
            cleaned = clean_chapter(html, embed_hosts=frozenset(settings.EMBED_HOSTS))
            check_text(cleaned)
            # Against the old text, so that places and passages keep their blocks.
            self._divided = divided(cleaned, before=blocks)
            self.html = self._divided[0]
            self.word_count = count_words(self.html)
            changed = changed or self.html != before
        if not changed and not is_new:
            return None

        self.edited_at = clock.now()
        with transaction.atomic():
            if is_new:
                # Nothing hangs on its text yet.
                self.save()
            else:
                self._store_text(before, blocks)
            revision = self.keep_revision(by=by, note=note)
            if self.is_posted:
                self.work.count_again()
            if changed:
                transaction.on_commit(
                    partial(signals.chapter_edited.send, Chapter, chapter=self, before=before)
                )
        return revision

    def _store_text(self, before: str, blocks: Sequence[Block]) -> None:
        """Store what is written, with all that hangs on the text; it was `before`, in these blocks, when it was loaded."""
        self.work.lock()
        # What is stored, not what was loaded: somebody else may have saved in between.
        stored = Chapter.objects.values_list("html", flat=True).get(pk=self.pk)
        self.save(update_fields=[*WRITTEN, "edited_at"])
        if self.html != stored:
            if stored != before:
                blocks = blocks_of(stored)
            text_hooks.run_text_hooks(chapter=self, before=blocks)

    def keep_revision(self, *, by: Pseud | None, note: str = "") -> Revision:
        """Store the present state under the next number."""
        newest = self.revisions.aggregate(newest=models.Max("number"))["newest"] or 0
        state = {name: getattr(self, name) for name in WRITTEN}
        return self.revisions.create(
            number=newest + 1, saved_by=by, saved_at=self.edited_at, note=note[:200], **state
        )

    def restore(self, revision: Revision, *, by: Pseud | None) -> Revision | None:
        """Give the chapter an older state again, as a new revision; blocks keep their ids."""
        fields = {
            name: getattr(revision, name) for name in ("title", "summary", "notes", "end_notes")
        }
        return self.rewrite(
            by=by,
            html=revision.html,
            fields=ChapterFields(**fields),
            note=RESTORED % {"number": revision.number},
        )

    def ensure_postable(self) -> None:
        """Raise ValidationError, by field, for all that is missing before readers may see it."""
        if self.is_hidden:
            raise ValidationError(
                gettext("A keeper has hidden this chapter, so it cannot be posted."), code="hidden"
            )
        # Under names of their own: a chapter's form has a title, too, and it is another.
        missing = {f"work_{name}": errors for name, errors in self.work.missing().items()}
        if text := missing_text(self.html):
            missing["text"] = text
        if missing:
            raise ValidationError(missing)

    def post(
        self,
        *,
        by: User | None,
        at: datetime | None = None,
        quietly: bool = False,
    ) -> bool:
        """Let readers see this chapter, dated as its author wished; tell those who asked unless `quietly`.

        Posting twice changes nothing and gives False, also when two processes post at the same moment.
        """
        at = at or clock.now()
        self.ensure_postable()
        with transaction.atomic():
            self.work.lock()
            waiting = Chapter.objects.filter(pk=self.pk).drafts()
            if not waiting.update(
                posted_at=at,
                scheduled_for=None,
                scheduled_by=None,
                is_quiet=quietly,
            ):
                return False
            self.posted_at, self.is_quiet = at, quietly
            self.scheduled_for = self.scheduled_by = None
            # Only posting and not editing lifts a work to the top of the newest.
            self.work.count_again()
            self.refresh_from_db(fields=["number"])
            self.work.end_showing()
            transaction.on_commit(
                partial(signals.chapter_posted.send, Chapter, chapter=self, by=by, quietly=quietly)
            )
        return True

    def redate(self, day: date | None) -> None:
        """Show another publication date, from 1950 to today; None for the day it is posted."""
        _ensure_past(day)
        self.dated_on = day
        with transaction.atomic():
            self.work.lock()
            self.save(update_fields=["dated_on"])
            if self.is_posted:
                self.work.count_again()

    def schedule(self, *, by: User, at: datetime, quietly: bool = False) -> None:
        """Have this draft posted at an hour to come."""
        if self.is_posted:
            raise ValidationError(
                {
                    "scheduled_for": ValidationError(
                        gettext("This chapter is already posted."), code="posted_already"
                    )
                }
            )
        if at <= clock.now():
            raise ValidationError(
                {
                    "scheduled_for": ValidationError(
                        gettext("Choose a time that is still to come."), code="past"
                    )
                }
            )
        self.ensure_postable()
        self.scheduled_for, self.scheduled_by, self.is_quiet = at, by, quietly
        self.save(update_fields=["scheduled_for", "scheduled_by", "is_quiet"])

    def unschedule(self) -> None:
        """Let the chapter stay a draft."""
        self.scheduled_for = self.scheduled_by = None
        self.save(update_fields=["scheduled_for", "scheduled_by"])

    def withdraw(self) -> None:
        """Take the chapter back from readers; it becomes a draft again, also once a keeper shows it again."""
        self.posted_at = self.posted_before = None
        with transaction.atomic():
            self.work.lock()
            self.save(update_fields=["posted_at", "posted_before"])
            self.work.count_again()
            self.number = None
            transaction.on_commit(partial(signals.chapter_withdrawn.send, Chapter, chapter=self))

    def _take(self, fields: ChapterFields) -> bool:
        """Take over what stands around the text; say whether anything is new."""
        cleaned = fields.cleaned()
        names = ("title", "summary", "notes", "end_notes")
        changed = any(getattr(self, name) != getattr(cleaned, name) for name in names)
        for name in names:
            setattr(self, name, getattr(cleaned, name))
        return changed


WRITTEN = ["title", "summary", "notes", "end_notes", "html", "word_count"]


def _ensure_past(day: date | None) -> None:
    # The latest day that is today anywhere; the form says "today" in the author's own zone.
    latest = timezone.localdate(clock.now() + timedelta(hours=14), UTC)
    if day is not None and not EARLIEST <= day <= latest:
        raise ValidationError(
            {
                "dated": ValidationError(
                    gettext("Choose a date from 1950 to today."), code="out_of_range"
                )
            }
        )
