"""What the author's own pages need, each with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet, Sum, prefetch_related_objects
from django.utils.translation import get_language, gettext, gettext_lazy

from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.core.text import Row, side_by_side, summary_of
from bookcub.people.models import User
from bookcub.people.policies import hears_of
from bookcub.works.fields import TEXT_MIN, missing_text
from bookcub.works.models import (
    Chapter,
    Creatorship,
    DraftReader,
    RelatedWork,
    Revision,
    Series,
    SeriesEntry,
    Work,
    WorkingCopy,
)

WORKS_PER_PAGE = 50
REVISIONS_PER_PAGE = 50
SHOWN_DRAFTS = 50
MOST_AT_ONCE = (
    200  # chapters that one press posts: each is a transaction, and somebody waits for the page
)
TEXTS = ("html", "notes", "end_notes", "summary")  # lists need none of them
FIELD_LABELS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "notes": gettext_lazy("Notes at the beginning"),
    "end_notes": gettext_lazy("Notes at the end"),
}


def own_works(person: User, number: int | str) -> Page[Work]:
    """The works of which this person is a creator, the newest first. Three queries."""
    waiting = Q(chapters__posted_at=None, chapters__discarded_at=None, chapters__hiding=None)
    works = (
        Work.objects.by_person(person)
        .annotate(
            drafts=Count("chapters", filter=waiting),
            draft_words=Sum("chapters__word_count", filter=waiting, default=0),
            first_draft=Min("chapters__pk", filter=waiting),
            hidden_chapters=Count("chapters", filter=Q(chapters__hiding__isnull=False)),
        )
        .order_by("-revised_at", "-pk")
    )
    creators = Prefetch("creatorships", Creatorship.objects.select_related("pseud__user"))
    return Paginator(works.prefetch_related(creators), WORKS_PER_PAGE).get_page(number)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What of one work is a draft and not scheduled: one chapter, or so many."""

    first: Chapter
    number: int
    word_count: int
    edited_at: datetime

    @property
    def work(self) -> Work:
        return self.first.work

    @property
    def delete_url(self) -> str:
        """Where it is put into the trash: a work that is all draft, or the one chapter; of several one is chosen."""
        if not self.work.is_posted:
            return reverse("works:work_delete", args=[self.work.pk])
        if self.number == 1:
            return reverse("works:chapter_delete", args=[self.work.pk, self.first.pk])
        return ""

    @property
    def url(self) -> str:
        """One chapter is written on; of several one is chosen."""
        if self.number == 1:
            return reverse("works:chapter_edit", args=[self.work.pk, self.first.pk])
        return reverse("works:chapter_order_edit", args=[self.work.pk])


@dataclass(frozen=True, slots=True)
class Desk:
    """`/works/drafts`: everything that readers cannot see yet."""

    copies: list[WorkingCopy]
    scheduled: list[Chapter]
    drafts: list[DraftRow]

    @property
    def is_empty(self) -> bool:
        return not (self.copies or self.scheduled or self.drafts)

    @property
    def words(self) -> int:
        scheduled = sum(chapter.word_count for chapter in self.scheduled)
        return scheduled + sum(row.word_count for row in self.drafts)


def desk(person: User, most: int | None = None) -> Desk:
    """At most so many lines of each. Four queries."""
    many = str(most or "")
    rows = _counted_drafts(person, many)
    chapters = {one.pk: one for one in _chapters([first for first, *_ in rows])} if rows else {}
    # A row a work, the last edited first: an import of thirty chapters is one thing to go on with.
    drafts = [
        DraftRow(chapters[first], number, words, edited_at)
        for first, number, words, edited_at in rows
        if first in chapters
    ]
    return Desk(_copies(person, many), _scheduled(person, many), drafts)


# How many is compiled in: it is one of two numbers, or all.
@prepared
def _copies(person: User, most: str) -> QuerySet[WorkingCopy]:
    standing = WorkingCopy.objects.of_person(person).of_standing()
    known = standing.select_related("work", "chapter__work").defer("chapter__html")
    return known[: int(most)] if most else known


@prepared
def _scheduled(person: User, most: str) -> QuerySet[Chapter]:
    waiting = Chapter.objects.by_person(person).drafts().filter(scheduled_for__isnull=False)
    known = waiting.select_related("work").defer(*TEXTS).order_by("scheduled_for", "pk")
    return known[: int(most)] if most else known


@prepared
def _counted_drafts(person: User, most: str) -> QuerySet[Chapter, tuple[Any, ...]]:
    drafts = Chapter.objects.by_person(person).drafts().filter(scheduled_for=None)
    counted = (
        drafts.order_by()
        .values("work")
        .annotate(
            first=Min("pk"), number=Count("pk"), words=Sum("word_count"), edited=Max("edited_at")
        )
        .order_by("-edited", "-work")
        .values_list("first", "number", "words", "edited")
    )
    return counted[: int(most)] if most else counted


@prepared
def _chapters(chapters: Collection[int]) -> QuerySet[Chapter]:
    return Chapter.objects.select_related("work").defer(*TEXTS).filter(pk__in=chapters)


def tell_readers(desk: Desk, person: User) -> None:
    """Put into `shown_to` of each work to whom it is shown. One query."""
    readers = DraftReader.objects.visible_to(person).exclude(user=person).select_related("user")
    chapters = [*desk.scheduled, *(row.first for row in desk.drafts)]
    shown_to = Prefetch("work__draft_readers", readers, to_attr="shown_to")
    prefetch_related_objects(chapters, shown_to)


def drafts_shown_to(person: User) -> list[DraftReader]:
    """What others show this person, the last shown first. Two queries."""
    shown = _drafts_shown(person)
    if shown:
        creators = Creatorship.objects.select_related("pseud__user")
        prefetch_related_objects(shown, Prefetch("work__creatorships", creators))
    return shown


@prepared
def _drafts_shown(person: User) -> QuerySet[DraftReader]:
    shown = DraftReader.objects.visible_to(person).filter(user=person).select_related("work")
    return shown.with_first_draft().order_by("-shown_at", "-pk")[:SHOWN_DRAFTS]


def draft_readers_of(work: Work, person: User) -> QuerySet[DraftReader]:
    """To whom a draft is shown, each with when they last read in it, if this person hears of them. One query."""
    readers = DraftReader.objects.visible_to(person).filter(work=work).exclude(user=person)
    read_at = Max("readings__read_at", filter=hears_of(person, "user"))
    return readers.select_related("user").annotate(read_at=read_at).order_by("shown_at", "pk")


def chapters_of(work: Work) -> list[Chapter]:
    """All chapters in their order, without their texts. One query."""
    standing = work.chapters.filter(discarded_at=None)
    return list(standing.defer(*TEXTS).order_by("position"))


def written_at(work: Work) -> str:
    """Where a draft is written on: the text of its one chapter; of several one is chosen."""
    chapters = list(work.chapters.standing().values_list("pk", flat=True)[:2])
    if len(chapters) == 1:
        return reverse("works:chapter_edit", args=[work.pk, *chapters])
    return reverse("works:chapter_order_edit", args=[work.pk])


@dataclass(frozen=True, slots=True)
class DraftsToPost:
    """`/works/…/publication`: what would be posted together, and what would stay a draft."""

    ready: list[Chapter]
    without_text: list[Chapter]
    scheduled: int

    @property
    def is_empty(self) -> bool:
        return not (self.ready or self.without_text)

    @property
    def next(self) -> list[Chapter]:
        """Those of one press."""
        return self.ready[:MOST_AT_ONCE]

    @property
    def is_in_parts(self) -> bool:
        return len(self.ready) > MOST_AT_ONCE


def drafts_to_post(work: Work) -> DraftsToPost:
    """Two queries: a text is looked at only where so few words might be too little."""
    waiting = work.chapters.drafts()
    drafts = list(waiting.defer(*TEXTS).order_by("position"))
    short = dict(waiting.filter(word_count__lt=TEXT_MIN).values_list("pk", "html"))
    free = [chapter for chapter in drafts if chapter.scheduled_for is None]
    ready = [each for each in free if each.pk not in short or not missing_text(short[each.pk])]
    return DraftsToPost(
        ready, [chapter for chapter in free if chapter not in ready], len(drafts) - len(free)
    )


@dataclass(frozen=True, slots=True)
class History:
    """`/works/…/revisions`: the states a chapter has been in, and two of them side by side."""

    chapter: Chapter
    revisions: Page[Revision]
    old: Revision | None
    new: Revision | None
    rows: list[Row]

    @property
    def added(self) -> int:
        return summary_of(self.rows)[0]

    @property
    def removed(self) -> int:
        return summary_of(self.rows)[1]

    @property
    def changed_fields(self) -> list[tuple[str, str, str]]:
        """What differs around the text: (name, before, after)."""
        if self.old is None or self.new is None:
            return []
        pairs = (
            (str(label), getattr(self.old, name), getattr(self.new, name))
            for name, label in FIELD_LABELS.items()
        )
        return [(name, old, new) for name, old, new in pairs if old != new]


def history(
    chapter: Chapter, *, number: int | str, old: int | None = None, new: int | None = None
) -> History:
    """Two queries, and two more when two revisions are compared."""
    listed = chapter.revisions.defer(*TEXTS).select_related("saved_by__user").order_by("-number")
    page = Paginator(listed, REVISIONS_PER_PAGE).get_page(number)
    chosen = {
        revision.number: revision
        for revision in chapter.revisions.filter(number__in=[old or 0, new or 0]).select_related(
            "saved_by__user"
        )
    }
    before, after = chosen.get(old or 0), chosen.get(new or 0)
    rows = side_by_side(before.html, after.html) if before and after else []
    return History(chapter, page, before, after, rows)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One work in a series, as its creators arrange it."""

    work_id: int
    position: int
    title: str
    language: str
    is_posted: bool
    word_count: int


def parts_of(series: Series, person: User) -> list[SeriesRow]:
    """The series' works in their order; a draft of somebody else keeps its title to itself. Two queries."""
    entries = SeriesEntry.objects.filter(series=series, work__discarded_at=None)
    entries = entries.select_related("work")
    visible = set(entries.visible_to(person).values_list("work_id", flat=True))
    return [
        SeriesRow(
            entry.work_id,
            entry.position,
            str(entry.work) if entry.work_id in visible else gettext("A work you cannot see"),
            entry.work.language if entry.work_id in visible else get_language() or "",
            entry.work.is_posted,
            entry.work.word_count if entry.work_id in visible else 0,
        )
        for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class Relations:
    """`/works/related`: what others owe to this person's works and these to others."""

    to_me: list[RelatedWork]
    from_me: list[RelatedWork]


def relations(person: User) -> Relations:
    """Four queries."""
    creators = Prefetch(
        "work__creatorships", Creatorship.objects.accepted().select_related("pseud__user")
    )
    to_me = RelatedWork.objects.to_works_of(person).select_related("work", "parent")
    from_me = RelatedWork.objects.from_works_of(person).select_related("work", "parent")
    named = [related.parent_id for related in from_me if related.parent_id]
    visible = set(Work.objects.visible_to(person).filter(pk__in=named).values_list("pk", flat=True))
    shown = [
        related for related in from_me if related.parent_id is None or related.parent_id in visible
    ]
    return Relations(list(to_me.prefetch_related(creators)), shown)


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation to stand on a byline, with what one should know before saying yes."""

    creatorship: Creatorship
    byline: str
    since: datetime
    by: str


def invitations(person: User) -> list[InvitationRow]:
    """Three queries."""
    creators = Prefetch(
        "work__creatorships",
        Creatorship.objects.accepted().select_related("pseud__user"),
        to_attr="present",
    )
    rows = (
        Creatorship.objects.invitations_for(person)
        .select_related("work", "pseud", "invited_by")
        .prefetch_related(creators)
    )
    return [
        InvitationRow(
            row,
            ", ".join(other.pseud.byline for other in getattr(row.work, "present", [])),
            row.invited_at,
            str(row.invited_by or ""),
        )
        for row in rows
    ]
