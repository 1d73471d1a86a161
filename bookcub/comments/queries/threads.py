"""The pages on which people talk, each with a fixed number of queries and of comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Page
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Concat, RowNumber
from django.http import HttpRequest

from bookcub.clubs.models import Club
from bookcub.comments import policies
from bookcub.comments.models import Comment, CommentQuerySet, Hearers, paths
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import (
    CommentRow,
    card_of,
    comment_row,
    name_of,
    tell_what_is_known,
    where_said,
)
from bookcub.comments.queries.subjects import kept_name
from bookcub.core.page_urls import reverse
from bookcub.reading.queries.look_ahead import looks_ahead
from bookcub.reads.models import Read
from bookcub.web.pages import numbered_page, page_of
from bookcub.works.choices import MayComment
from bookcub.works.models import Chapter, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

ORDERS = ("newest", "oldest")
THREADS = 25  # on a page
CARDS = 250  # on a page, shared by its threads; each thread's own page has the rest
FEWEST, MOST = 10, 50  # comments of one thread in the list
DEEPEST = 4  # levels of answers in the list, counted from 0
ANSWERS = 50  # on a page of one thread


@dataclass(frozen=True, slots=True)
class TalkPage:
    """Threads under a work or a chapter."""

    work: Work
    chapter: Chapter | None
    chapters: Sequence[Chapter]  # to choose from; empty for a work of one chapter
    visitor: Visitor
    page: Page[Comment]
    threads: Sequence[CommentRow]
    is_newest_first: bool
    order: str  # as the address asks for it; empty where it is remembered
    news: int  # comments since the last visit
    number: int  # of what everybody who may read the work can read here
    waiting: int  # for a creator's approval
    clubs: Sequence[Club]  # of the person's, which read the work
    ahead: int  # things said beyond the person's horizon, in the whole work
    looks_ahead: bool

    @property
    def may_comment(self) -> bool:
        return policies.may_comment(self.visitor, self.chapter)

    @property
    def is_closed(self) -> bool:
        """Whether no member may comment, as far as whoever looks is told."""
        nobody = self.work.may_comment == MayComment.NOBODY
        return nobody or self.visitor.is_apart_from_creators

    @property
    def may_speak(self) -> bool:
        return self.may_comment or bool(self.clubs)

    @property
    def waits_ahead(self) -> bool:
        """Whether all that everybody could read here lies beyond the person's horizon."""
        return bool(self.ahead and self.number) and not self.threads

    @property
    def query(self) -> str:
        """The rest of the page's address."""
        return self._query(self.order)

    @property
    def url(self) -> str:
        return self._url(self.query)

    @property
    def turned_url(self) -> str:
        """The same in the other order."""
        return self._url(self._query("oldest" if self.is_newest_first else "newest"))

    def _query(self, order: str) -> str:
        parts = [f"chapter={self.chapter.pk}"] if self.chapter and self.chapters else []
        return "&".join([*parts, f"order={order}"] if order else parts)

    def _url(self, query: str) -> str:
        address = reverse("comments:work_comment_index", args=[self.work.pk])
        return f"{address}?{query}" if query else address

    @property
    def ahead_url(self) -> str:
        return reverse("comments:look_ahead_create", args=[self.work.pk])

    @property
    def kept_as(self) -> str:
        return kept_name(self.work, self.chapter.pk if self.chapter else None)

    @property
    def number_name(self) -> str:
        """By which a page knows the number in the heading, to set it right when somebody has replied."""
        return number_name(self.work, self.chapter if self.chapters else None)


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One comment, what it answers, and everything under it, page by page."""

    visitor: Visitor
    row: CommentRow
    parent: CommentRow | None
    page: Page[Comment]
    answers: Sequence[CommentRow]


def number_name(work: Work, chapter: Chapter | None) -> str:
    return f"chapter-{chapter.pk}" if chapter else f"work-{work.pk}"


def numbers_with(comment: Comment) -> dict[str, int]:
    """The numbers that a comment counts in, as they are now: its work's and its chapter's. Two queries at most."""
    if comment.work_id is None:
        return {}
    work = Work.objects.get(pk=comment.work_id)
    numbers = {number_name(work, None): work.comment_count}
    if comment.chapter is not None:
        numbers[number_name(work, comment.chapter)] = number_in(work, comment.chapter)
    return numbers


def number_in(work: Work, chapter: Chapter) -> int:
    """How much is said about one chapter, counted as the work's number is. One query."""
    return Comment.objects.filter(work=work, chapter=chapter).for_everyone().count()


def talk_with(person: User | AnonymousUser) -> CommentQuerySet:
    """What others may say something to: all that the person hears, but for their notes to themselves."""
    talk = Comment.objects.in_threads_of(person)
    return talk.exclude(hearers__in=[Hearers.SELF, Hearers.AUTHORS])


def waiting_for(person: User | AnonymousUser, work: Work) -> CommentQuerySet:
    """What waits for this creator's approval under a work."""
    return Comment.objects.filter(work=work).unreviewed().not_kept_from(person)


def clubs_reading(person: User | AnonymousUser, work: Work) -> list[Club]:
    """The person's clubs that read this work or have read it, the present ones first."""
    if not person.is_authenticated:
        return []
    reads = Read.objects.standing().filter(work=work, club=OuterRef("pk"))
    return list(
        Club.objects.of(person)
        .filter(Exists(reads))
        .annotate(reads_now=Exists(reads.going_on()))
        .order_by("-reads_now", "name", "pk")
    )


def ahead_in(person: User | AnonymousUser, work: Work) -> int:
    """How much is said about a work that a member has not come to."""
    if not person.is_authenticated:
        return 0
    return Comment.objects.ahead_of(person).filter(work=work).count()


def talk_page(
    request: HttpRequest,
    work: Work,
    chapter: Chapter | None,
    *,
    newest_first: bool = False,
    new_since: datetime | None = None,
    number: int | None = None,
) -> TalkPage:
    """Sixteen queries at most, whatever is said."""
    person = request.user
    visitor = Visitor.of(person, work)
    chapters = list(work.posted_chapters().defer("html").order_by("position"))
    is_single = len(chapters) < 2  # noqa: PLR2004  # one chapter: nothing to choose
    here = talk_with(person).filter(work=work)
    number_here = work.comment_count
    if chapter is not None and not is_single:
        here = here.filter(chapter=chapter)
        number_here = number_in(work, chapter)
    order = ("-placed_at", "-pk") if newest_first else ("placed_at", "pk")
    roots = here.threads().with_people().order_by(*order)
    wanted = request.GET.get("page") if number is None else number
    page: Page[Comment] = numbered_page(roots, wanted, THREADS)
    news = here.filter(posted_at__gt=new_since) if new_since else here.none()
    return TalkPage(
        work=work,
        chapter=chapters[0] if is_single and chapters else chapter,
        chapters=[] if is_single else chapters,
        visitor=visitor,
        page=page,
        threads=threads_of(
            page.object_list,
            here,
            visitor,
            new_since,
            names_place=chapter is None and not is_single,
        ),
        is_newest_first=newest_first,
        order=asked if (asked := request.GET.get("order", "")) in ORDERS else "",
        news=news.exclude(pseud__user=person.pk).not_kept_from(person).spoken()[:1000].count(),
        number=number_here,
        waiting=waiting_for(person, work).count() if visitor.creates else 0,
        clubs=clubs_reading(person, work),
        ahead=ahead_in(person, work),
        looks_ahead=person.is_authenticated and looks_ahead(person, work),
    )


def beside(comment: Comment, person: User, *, newest_first: bool) -> Comment | None:
    """What stands where a deleted comment stood: its place if that stays, what it answered, or the next thread.

    Four queries at most.
    """
    here = talk_with(person).in_talk_of(comment)
    stays = here.filter(pk__in=[comment.pk, comment.parent_id or 0]).order_by("-depth").first()
    if stays or comment.parent_id:
        return stays
    later, earlier = (
        Q(placed_at__gt=comment.placed_at) | Q(placed_at=comment.placed_at, pk__gt=comment.pk),
        Q(placed_at__lt=comment.placed_at) | Q(placed_at=comment.placed_at, pk__lt=comment.pk),
    )
    roots = here.filter(chapter=comment.chapter_id).threads()
    after = roots.filter(later).order_by("placed_at", "pk")
    before = roots.filter(earlier).order_by("-placed_at", "-pk")
    below, above = (before, after) if newest_first else (after, before)
    return below.first() or above.first()


def threads_of(
    roots: Iterable[Comment],
    here: CommentQuerySet,
    visitor: Visitor,
    new_since: datetime | None,
    *,
    names_place: bool,
) -> list[CommentRow]:
    roots = list(roots)
    ids = [root.pk for root in roots]
    rows = _first_of_each(here, ids)
    folded = _below_the_deepest(here, rows)
    totals = dict(
        here.filter(thread__in=ids).order_by().values_list("thread").annotate(n=Count("pk"))
    )
    tell_what_is_known(rows, visitor.person)
    by_pk: dict[int, CommentRow] = {}
    shown: dict[int, int] = dict.fromkeys(ids, 0)
    for row in rows:
        about = where_said(row, visitor) if names_place and not row.parent_id else ""
        card = card_of(row, visitor, new_since=new_since, about=about)
        if row.parent_id not in by_pk:  # beyond the horizon, under an answer of one's own
            card = replace(card, parent_url="")
        one = comment_row(row, visitor, card)
        one.folded = folded.get(row.pk, 0)
        by_pk[row.pk] = one
        thread = row.thread_id or row.pk
        shown[thread] += 1 + one.folded
        if row.parent_id is not None:
            (by_pk.get(row.parent_id) or by_pk[thread]).answers.append(one)
    for pk, number in shown.items():
        if pk in by_pk:
            by_pk[pk].left_out = totals.get(pk, number) - number
    return [by_pk[pk] for pk in ids if pk in by_pk]


def _first_of_each(here: CommentQuerySet, threads: Sequence[int]) -> list[Comment]:
    """The first comments of each thread in reading order, none deeper than the list goes. Two queries."""
    place = Window(RowNumber(), partition_by=F("thread_id"), order_by=F("path").asc())
    high = here.filter(thread__in=threads, depth__lte=DEEPEST).order_by()
    room = min(MOST, max(FEWEST, CARDS // max(1, len(threads))))
    ids = list(high.annotate(place=place).filter(place__lte=room).values_list("pk", flat=True))
    found = Comment.objects.filter(pk__in=ids).with_people().order_by("thread_id", "path")
    return list(found)


def _below_the_deepest(here: CommentQuerySet, rows: Iterable[Comment]) -> Mapping[int, int]:
    """How many comments stand below those that end the list's depth. One query."""
    ends = [row.pk for row in rows if row.depth == DEEPEST]
    below = here.filter(
        thread=OuterRef("thread"),
        path__gt=OuterRef("path"),
        path__lt=Concat(OuterRef("path"), Value(paths.AFTER)),
    )
    number = below.order_by().values("thread").annotate(n=Count("pk")).values("n")
    counted = Comment.objects.filter(pk__in=ends).annotate(below=Subquery(number))
    return {pk: n for pk, n in counted.values_list("pk", "below") if n}


def thread_page(
    request: HttpRequest, comment: Comment, *, new_since: datetime | None = None
) -> ThreadPage:
    """One comment with everything under it. Ten queries at most, whatever its depth."""
    person = request.user
    visitor = Visitor.of(person, comment.work)
    here = Comment.objects.in_threads_of(person).filter(thread=comment.thread_id)
    below = here.under(comment).with_people().with_parents()
    page: Page[Comment] = page_of(below, request, ANSWERS)
    rows = list(page.object_list)
    parent = here.filter(pk=comment.parent_id).with_people().first() if comment.parent_id else None
    tell_what_is_known([comment, *rows, *([parent] if parent else [])], person)
    is_single = comment.work is not None and comment.work.chapter_count <= 1
    about = "" if is_single else where_said(comment, visitor)
    card = card_of(comment, visitor, new_since=new_since, about=about)
    top = comment_row(comment, visitor, card if parent else replace(card, parent_url=""))
    return ThreadPage(
        visitor=visitor,
        row=top,
        parent=comment_row(parent, visitor, card_of(parent, visitor)) if parent else None,
        page=page,
        answers=_nested(rows, comment, visitor, new_since, seen=_seen(rows, comment, here)),
    )


def _seen(rows: Sequence[Comment], top: Comment, here: CommentQuerySet) -> set[int]:
    """Which of what is answered here the person may see. One query, if a page begins in the middle."""
    shown = {top.pk, *(row.pk for row in rows)}
    others = {row.parent_id for row in rows if row.parent_id} - shown
    if others:
        shown.update(here.filter(pk__in=others).values_list("pk", flat=True))
    return shown


def _nested(
    rows: Iterable[Comment],
    top: Comment,
    visitor: Visitor,
    new_since: datetime | None,
    *,
    seen: set[int],
) -> list[CommentRow]:
    """Rows in reading order as a tree that stops growing deeper; what is set higher says whom it answers."""
    found: list[CommentRow] = []
    trail: list[tuple[int, CommentRow]] = []
    for row in rows:
        level = min(row.depth - top.depth - 1, DEEPEST)
        while trail and trail[-1][0] >= level:
            trail.pop()
        card = card_of(row, visitor, new_since=new_since)
        above = trail[-1][1].comment.pk if trail else top.pk
        if row.parent_id not in seen:
            card = replace(card, parent_url="")
        elif row.parent is not None and row.parent_id != above:
            whom = "" if visitor.is_gone(row.parent) else name_of(row.parent, visitor)
            card = replace(card, answers_to=whom, answers_to_url=row.parent.get_absolute_url())
        one = comment_row(row, visitor, card)
        (trail[-1][1].answers if trail else found).append(one)
        trail.append((level, one))
    return found
