"""What pages of threads ask about a talk, compiled once for each kind of talk.

To build such a question takes a hundred times as long as the database takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import Concat, RowNumber

from bookcub.comments.models import Comment, CommentQuerySet, paths
from bookcub.core.database.paged import PagesOf, PreparedPages, number_of
from bookcub.core.database.planned import Text
from bookcub.core.database.prepared import prepared
from bookcub.people.models import User
from bookcub.reading.queries.reached import prepared_within_reach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

CARDS = 250  # on a page, shared by its threads; each thread's own page has the rest
FEWEST, MOST = 10, 50  # comments of one thread in the list
DEEPEST = 4  # levels of answers in the list, counted from 0
MOST_NEWS = 1000  # that are counted
FARTHEST = 1000  # threads among which one is looked for

Where: TypeAlias = int | bool | None


class TalkKind:
    """`here(person, *where)` says what belongs to such a talk, `orders` in which orders its threads can stand."""

    def __init__(
        self, here: Callable[..., CommentQuerySet], orders: Mapping[str, Sequence[Any]]
    ) -> None:
        def roots(person: User, order: str, *where: Where) -> QuerySet[Comment]:
            return here(person, *where).threads().with_people().order_by(*orders[order])

        def first_of_each(
            person: User, threads: Collection[int], room: int, *where: Where
        ) -> QuerySet[Comment, int]:
            place = Window(RowNumber(), partition_by=F("thread_id"), order_by=F("path").asc())
            high = here(person, *where).filter(thread__in=threads, depth__lte=DEEPEST).order_by()
            return high.annotate(place=place).filter(place__lte=room).values_list("pk", flat=True)

        def numbers(
            person: User, threads: Collection[int], *where: Where
        ) -> QuerySet[Comment, tuple[int | None, int]]:
            said = here(person, *where).filter(thread__in=threads).order_by()
            return said.values("thread").annotate(n=Count("pk")).values_list("thread", "n")

        def below(
            person: User, ends: Collection[int], *where: Where
        ) -> QuerySet[Comment, tuple[int, int]]:
            under = here(person, *where).filter(
                thread=OuterRef("thread"),
                path__gt=OuterRef("path"),
                path__lt=Concat(OuterRef("path"), Value(paths.AFTER)),
            )
            number = under.order_by().values("thread").annotate(n=Count("pk")).values("n")
            counted = Comment.objects.filter(pk__in=ends).annotate(below=Subquery(number))
            return counted.values_list("pk", "below")

        def news(person: User, since: datetime, *where: Where) -> QuerySet[Comment, int]:
            said = here(person, *where).filter(posted_at__gt=since).exclude(pseud__user=person)
            return number_of(said.not_kept_from(person).spoken(), MOST_NEWS)

        self.here = here
        self.roots = PreparedPages[Comment](roots, prepare=prepared_within_reach)
        self.first_of_each = prepared_within_reach(first_of_each)
        self.numbers = prepared_within_reach(numbers)
        self.below = prepared_within_reach(below)
        self.news = prepared_within_reach(news)


@dataclass(frozen=True, slots=True)
class HeardTalk:
    """One talk as one person hears it."""

    kind: TalkKind
    person: User | AnonymousUser
    where: tuple[Where, ...]

    def threads(self, order: str) -> PagesOf[Comment]:
        """The first comment of each thread, to be turned over."""
        return self.kind.roots.of(self.person, order, *self.where)

    def threads_before(self, order: str, comment: int) -> int:
        """How many threads stand before the one of this comment; 0 where it is not heard here. Two queries."""
        heard = self.kind.here(self.person, *self.where)
        thread = heard.filter(pk=comment).values_list("thread", flat=True).first()
        if thread is None:
            return 0
        keys = list(self.threads(order).rows().values_list("pk", flat=True)[:FARTHEST])
        return keys.index(thread) if thread in keys else 0

    def first_of_each(self, threads: Sequence[int]) -> list[Comment]:
        """The first comments of each thread in reading order, none deeper than the list goes. Two queries."""
        if not threads:
            return []
        room = min(MOST, max(FEWEST, CARDS // len(threads)))
        found = self.kind.first_of_each(self.person, threads, room, *self.where)
        return _with_people(found) if found else []

    def numbers(self, threads: Sequence[int]) -> Mapping[int, int]:
        """How much is said in each thread. One query."""
        found = self.kind.numbers(self.person, threads, *self.where) if threads else []
        return {thread: number for thread, number in found if thread}

    def below(self, ends: Sequence[int]) -> Mapping[int, int]:
        """How much stands below each of these. One query."""
        found = self.kind.below(self.person, ends, *self.where) if ends else []
        return {pk: number for pk, number in found if number}

    def news(self, since: datetime) -> int:
        """How much others have said since then that this person hears, up to a thousand. One query."""
        return next(iter(self.kind.news(self.person, since, *self.where)), 0)


@dataclass(frozen=True, slots=True)
class Below:
    """Everything under one comment, in reading order."""

    person: User | AnonymousUser
    comment: Comment

    @property
    def pages(self) -> PagesOf[Comment]:
        """To be turned over."""
        path = self.comment.path
        return _BELOW.of(self.person, self._thread, Text(path), Text(paths.end_of(path)))

    def with_keys(self, keys: Collection[int]) -> list[Comment]:
        """Of its whole thread those with these keys, that the person may see."""
        return _of_thread(self.person, self._thread, keys) if keys else []

    @property
    def _thread(self) -> int:
        return self.comment.thread_id or self.comment.pk


def _below(person: User, thread: int, path: str, end: str) -> CommentQuerySet:
    here = Comment.objects.in_threads_of(person).filter(thread=thread)
    below = here.filter(path__gt=path, path__lt=end)
    return below.with_people().with_parents().order_by("path")


_BELOW = PreparedPages[Comment](_below, prepare=prepared_within_reach)


@prepared_within_reach
def _of_thread(person: User, thread: int, keys: Collection[int]) -> QuerySet[Comment]:
    here = Comment.objects.in_threads_of(person).filter(thread=thread)
    return here.filter(pk__in=keys).with_people()


@prepared
def _with_people(comments: Collection[int]) -> QuerySet[Comment]:
    return Comment.objects.filter(pk__in=comments).with_people().order_by("thread_id", "path")
