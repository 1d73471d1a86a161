"""The pages on which people talk, each with a fixed number of queries and of comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from bookcub.clubs.models import Club
from bookcub.comments import policies
from bookcub.comments.models import Comment, CommentQuerySet, Hearers
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
from bookcub.comments.queries.talks import DEEPEST, Below, HeardTalk, TalkKind
from bookcub.core.database.paged import number_of
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.people.models import User
from bookcub.reading.queries.horizon import read_whole
from bookcub.reading.queries.look_ahead import looks_ahead
from bookcub.reading.queries.reached import prepared_within_reach
from bookcub.reads.models import Read
from bookcub.web.pages import numbered_page, page_of
from bookcub.works.choices import MayComment
from bookcub.works.models import Chapter, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

ORDERS = ("newest", "oldest")
MOST_AHEAD = 10_000  # that are counted
THREADS = 25  # on a page
ANSWERS = 50  # on a page of one thread
LONGEST_KEY = 18  # digits; a database knows no longer ones


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
    is_all_later: bool = (
        False  # what is ahead lies in later chapters; asked only beside one chapter
    )

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
    return _clubs_reading(person, work.pk)


@prepared
def _clubs_reading(person: User, work: int) -> QuerySet[Club]:
    reads = Read.objects.standing().filter(work=work, club=OuterRef("pk"))
    clubs = Club.objects.of(person).filter(Exists(reads))
    clubs = clubs.annotate(reads_now=Exists(reads.going_on()))
    return clubs.order_by("-reads_now", "name", "pk")


def ahead_in(person: User | AnonymousUser, work: Work) -> int:
    """How much is said about a work that a member has not come to."""
    if not person.is_authenticated:
        return 0
    return next(iter(number_ahead(person, work.pk, None)), 0)


def is_all_later(person: User | AnonymousUser, chapter: Chapter) -> bool:
    """Whether what lies ahead lies in chapters after this one alone. Three queries at most.

    Said only to whoever has read all up to there, and knows it from that; else where it lies would be told.
    """
    before = chapter.work.posted_chapters().filter(position__lte=chapter.position)
    if before.exclude(pk__in=read_whole(person, chapter.work)).exists():
        return False
    ahead = Comment.objects.ahead_of(person).filter(work=chapter.work)
    return not ahead.exclude(chapter__position__gt=chapter.position).exists()


@prepared_within_reach
def number_ahead(person: User, work: int, club: int | None) -> QuerySet[Comment, int]:
    """The same as one row, of one club's talk alone if one is given."""
    ahead = Comment.objects.ahead_of(person).filter(work=work)
    return number_of(ahead if club is None else ahead.filter(club=club), MOST_AHEAD)


def _under_work(person: User, work: int, chapter: int | None) -> CommentQuerySet:
    here = talk_with(person).filter(work=work)
    return here if chapter is None else here.filter(chapter=chapter)


UNDER_WORK = TalkKind(_under_work, {"oldest": ("placed_at", "pk"), "newest": ("-placed_at", "-pk")})


def posted_chapters_of(work: Work) -> list[Chapter]:
    """In their order, without their texts. One query."""
    chapters = _posted_chapters(work.pk)
    for chapter in chapters:
        chapter.work = work
    return chapters


@prepared
def _posted_chapters(work: int) -> QuerySet[Chapter]:
    return Chapter.objects.posted().filter(work=work).defer("html").order_by("position")


def talk_page(
    request: HttpRequest,
    work: Work,
    chapter: Chapter | None,
    *,
    newest_first: bool = False,
    new_since: datetime | None = None,
    number: int | None = None,
) -> TalkPage:
    """Nineteen queries at most, whatever is said."""
    person = request.user
    visitor = Visitor.of(person, work)
    chapters = posted_chapters_of(work)
    is_single = len(chapters) < 2  # noqa: PLR2004  # one chapter: nothing to choose
    of_chapter = chapter is not None and not is_single
    number_here = number_in(work, chapter) if chapter and of_chapter else work.comment_count
    here = HeardTalk(UNDER_WORK, person, (work.pk, chapter.pk if chapter and of_chapter else None))
    roots = here.threads("newest" if newest_first else "oldest")
    wanted = request.GET.get("page") if number is None else number
    page: Page[Comment] = numbered_page(roots, wanted, THREADS)
    ahead = ahead_in(person, work)
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
        news=here.news(new_since) if new_since else 0,
        number=number_here,
        waiting=waiting_for(person, work).count() if visitor.creates else 0,
        clubs=clubs_reading(person, work),
        ahead=ahead,
        looks_ahead=person.is_authenticated and looks_ahead(person, work),
        is_all_later=bool(ahead and chapter and of_chapter and is_all_later(person, chapter)),
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


def turned_to(request: HttpRequest, talk: HeardTalk, order: str, most: int) -> Page[Comment]:
    """The page of threads that `?page=` asks for, or the one where the comment of `?at=` stands. Two queries more for that."""
    at = comment_asked_for(request)
    number = talk.threads_before(order, at) // most + 1 if at else request.GET.get("page")
    page: Page[Comment] = numbered_page(talk.threads(order), number, most)
    return page


def comment_asked_for(request: HttpRequest) -> int | None:
    """Which comment an address wants to be shown in its talk."""
    asked = request.GET.get("at", "")
    return int(asked) if asked.isdecimal() and len(asked) <= LONGEST_KEY else None


def are_shown(rows: Sequence[CommentRow], comment: int) -> bool:
    """Whether a comment stands on the page, and not behind a link to its thread."""
    return any(row.pk == comment or are_shown(row.answers, comment) for row in rows)


def threads_of(
    roots: Iterable[Comment],
    talk: HeardTalk,
    visitor: Visitor,
    new_since: datetime | None,
    *,
    names_place: bool,
) -> list[CommentRow]:
    roots = list(roots)
    ids = [root.pk for root in roots]
    rows = talk.first_of_each(ids)
    folded = talk.below([row.pk for row in rows if row.depth == DEEPEST])
    totals = talk.numbers(ids)
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


def thread_page(
    request: HttpRequest, comment: Comment, *, new_since: datetime | None = None
) -> ThreadPage:
    """One comment with everything under it. Ten queries at most, whatever its depth."""
    person = request.user
    visitor = Visitor.of(person, comment.work)
    below = Below(person, comment)
    page: Page[Comment] = page_of(below.pages, request, ANSWERS)
    rows = list(page.object_list)
    parent = next(iter(below.with_keys([comment.parent_id] if comment.parent_id else [])), None)
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
        answers=_nested(rows, comment, visitor, new_since, seen=_seen(rows, comment, below)),
    )


def _seen(rows: Sequence[Comment], top: Comment, below: Below) -> set[int]:
    """Which of what is answered here the person may see. One query, if a page begins in the middle."""
    shown = {top.pk, *(row.pk for row in rows)}
    others = {row.parent_id for row in rows if row.parent_id} - shown
    return shown | {row.pk for row in below.with_keys(others)}


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
