"""What a club says about one of its reads, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import F
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.comments.models import Comment, CommentQuerySet, Hearers
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import CommentRow
from bookcub.comments.queries.subjects import kept_beside_books, kept_in_read
from bookcub.comments.queries.talked_of import (
    BESIDE,
    BookTalkedOf,
    books_to_talk_of,
    outside_book,
    said_of,
)
from bookcub.comments.queries.talks import HeardTalk, TalkKind
from bookcub.comments.queries.threads import THREADS, number_ahead, threads_of, turned_to
from bookcub.core.page_urls import reverse
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress, Place
from bookcub.reading.queries.blurbs import works_by_key
from bookcub.reading.queries.look_ahead import looks_ahead
from bookcub.reads.models import Read, Reader
from bookcub.reads.queries.place_wording import place_name
from bookcub.web.components.languages import naming, said, titled
from bookcub.works.models import Chapter, Work

WHOLE = "whole"  # instead of a chapter: all of the book


@dataclass(frozen=True, slots=True)
class SayChoice:
    """Who hears it now, as one press says: a chapter or a place, or everybody."""

    value: str  # as the form sends it
    label: SafeString
    help: str


@dataclass(frozen=True, slots=True)
class SayBox:
    """The box to say something to a club: about what it reads, or beside its books."""

    club_id: int
    read: Read | None  # None: beside the books
    chapters: Sequence[Chapter] = ()  # to speak about, without their texts
    latest: Chapter | None = None  # the last that they have read to its end, up to where they are
    book: BookTalkedOf | None = None  # from elsewhere
    beside: Sequence[tuple[SayBox, BookTalkedOf]] = ()  # of several books that a club reads at once

    @property
    def url(self) -> str:
        if self.read is None:
            return reverse("comments:talk_beside_books_index", args=[self.club_id])
        return reverse("comments:club_talk_index", args=[self.club_id, self.read.pk])

    @property
    def choices(self) -> Sequence[SayChoice]:
        """The two that are wanted most, the one that gives nothing away first; none where there is nothing to choose."""
        if self.beside:
            return self._choices_of_several()
        if self.read is None or (self.book is None and not self.chapters):
            return ()
        first = []
        if self.book and self.book.mine_read:
            place = place_name(self.read, self.book.mine_read, self.book.measure)
            first = [_choice(self.book.typed_place, conditional_escape(place))]
        elif chapter := self.latest or self.only_chapter:
            first = [_choice(str(chapter.pk), naming(chapter.heading, chapter))]
        nothing = conditional_escape(gettext("For everybody: nothing of the story"))
        by_chapter = self.book and not self.book.measure.is_by_share
        value = "0" if by_chapter else BESIDE if self.only_chapter else WHOLE
        return [*first, SayChoice(value, nothing, gettext("Heard by all, wherever they are."))]

    def _choices_of_several(self) -> Sequence[SayChoice]:
        """Each with the title of its book: which one is meant is never guessed, it decides who hears it."""
        choices = []
        for box, book in self.beside:
            read, measure = book.read, book.measure
            if box.book and box.book.mine_read:
                place = conditional_escape(place_name(read, box.book.mine_read, measure))
                typed = box.book.typed_place
            elif chapter := box.latest or box.only_chapter:
                place = naming(chapter.heading, chapter)
                typed = measure.as_typed(measure.number(chapter.position))
            else:
                continue
            label = said(gettext("%(title)s, up to %(place)s"), title=titled(read), place=place)
            choices.append(SayChoice(said_of(read.pk, typed, measure.token), label, _wait()))
        nothing = conditional_escape(gettext("For everybody: nothing of the stories"))
        return [*choices, SayChoice(BESIDE, nothing, gettext("Heard by all, wherever they are."))]

    @property
    def choice_name(self) -> str:
        """Of the field that a choice is."""
        if self.beside:
            return "about"
        return "upto" if self.book else "chapter"

    @property
    def only_chapter(self) -> Chapter | None:
        """Of a work of one chapter."""
        return self.chapters[0] if len(self.chapters) == 1 else None

    @property
    def kept_as(self) -> str:
        return kept_in_read(self.read.pk) if self.read else kept_beside_books(self.club_id)


def _choice(value: str, place: SafeString) -> SayChoice:
    return SayChoice(value, said(gettext("Up to %(place)s"), place=place), _wait())


def _wait() -> str:
    return gettext("Heard by those who have read as far.")


@dataclass(frozen=True, slots=True)
class ClubTalkPage:
    """`/clubs/ID/reads/ID/talk`."""

    read: Read
    work: Work | None  # None: an outside book, or one that the member cannot read (any more)
    page: Page[Comment] | None  # None: it cannot be talked about
    threads: Sequence[CommentRow]
    box: SayBox | None
    ahead: int  # in the whole read
    looks_ahead: bool

    @property
    def url(self) -> str:
        return reverse("comments:club_talk_index", args=[self.read.club_id, self.read.pk])

    @property
    def ahead_url(self) -> str:
        return reverse("comments:read_look_ahead_create", args=[self.read.club_id, self.read.pk])

    @property
    def book(self) -> BookTalkedOf | None:
        """One from elsewhere."""
        return self.box.book if self.box else None


def sees_all_of(read: Read, membership: Membership) -> bool:
    """Whether a member has chosen to see what lies ahead in a read."""
    if read.work is not None and membership.user is not None:
        return looks_ahead(membership.user, read.work)
    return Reader.objects.filter(read=read, membership=membership, shows_all=True).exists()


def say_box(person: User, read: Read, work: Work | None, *, from_start: bool = False) -> SayBox:
    """Three queries. Whoever is about to begin again `from_start` speaks of the first chapter."""
    if work is None:
        return SayBox(read.club_id, read, book=outside_book(person, read))
    chapters = list(work.posted_chapters().defer("html").order_by("position"))
    whole = set(
        ChapterProgress.objects.filter(
            user=person, chapter__in=chapters, read_whole_at__isnull=False
        ).values_list("chapter_id", flat=True)
    )
    # Whoever reads it again, or went back, speaks of where they are.
    here = Place.objects.filter(user=person, work=work).values_list("chapter", flat=True).first()
    if from_start and chapters:
        here = chapters[0].pk
    until = next((at for at, one in enumerate(chapters, start=1) if one.pk == here), len(chapters))
    latest = next((one for one in reversed(chapters[:until]) if one.pk in whole), None)
    return SayBox(read.club_id, read, chapters, latest)


def say_box_of_several(
    person: User, club_id: int, reads: Sequence[tuple[Read, Work | None]]
) -> SayBox:
    """Where a club reads several books at once. Four queries, and four for each."""
    books = {book.read.pk: book for book in books_to_talk_of(person, club_id)}
    boxes = [
        (say_box(person, read, work), books[read.pk]) for read, work in reads if read.pk in books
    ]
    return SayBox(club_id, None, beside=boxes)


def _of_club_under_work(person: User, club: int, work: int) -> CommentQuerySet:
    said = Comment.objects.in_threads_of(person)
    return said.filter(hearers=Hearers.CLUB, club=club, work=work)


def _of_outside_book(person: User, read: int) -> CommentQuerySet:
    return Comment.objects.in_threads_of(person).filter(read=read)


def _beside_books(person: User, club: int) -> CommentQuerySet:
    return Comment.objects.in_threads_of(person).beside_books(club)


OF_CLUB_UNDER_WORK = TalkKind(
    _of_club_under_work,
    # What is said about a chapter as a whole follows what is said about its passages.
    {
        "places": (
            F("chapter__position").asc(nulls_first=True),
            F("place_index").asc(nulls_last=True),
            "placed_at",
            "pk",
        )
    },
)
OF_OUTSIDE_BOOK = TalkKind(_of_outside_book, {"places": ("upto", "placed_at", "pk")})
BESIDE_BOOKS = TalkKind(_beside_books, {"newest": ("-placed_at", "-pk")})


def club_talk_page(
    request: HttpRequest, person: User, membership: Membership, read: Read
) -> ClubTalkPage:
    """Fourteen queries at most, whatever is said."""
    if read.work_id is None and read.book_id is not None:
        return _talk_of_outside_book(request, person, membership, read)
    work = next(iter(works_by_key(person, [read.work_id]).values()), None) if read.work_id else None
    if work is None:
        return ClubTalkPage(read, None, None, (), None, 0, sees_all_of(read, membership))
    here = HeardTalk(OF_CLUB_UNDER_WORK, person, (read.club_id, work.pk))
    page = turned_to(request, here, "places", THREADS)
    box = say_box(person, read, work)
    return ClubTalkPage(
        read=read,
        work=work,
        page=page,
        threads=threads_of(
            page.object_list,
            here,
            Visitor.of(person, work),
            None,
            names_place=len(box.chapters) > 1,
        ),
        box=box,
        ahead=next(iter(number_ahead(person, work.pk, read.club_id)), 0),
        looks_ahead=looks_ahead(person, work),
    )


def _talk_of_outside_book(
    request: HttpRequest, person: User, membership: Membership, read: Read
) -> ClubTalkPage:
    """In the order of the book, by chapter or by page."""
    here = HeardTalk(OF_OUTSIDE_BOOK, person, (read.pk,))
    page = turned_to(request, here, "places", THREADS)
    visitor = Visitor.of(person, None)
    return ClubTalkPage(
        read=read,
        work=None,
        page=page,
        threads=threads_of(page.object_list, here, visitor, None, names_place=True),
        box=say_box(person, read, None),
        ahead=Comment.objects.ahead_of(person).filter(read=read).count(),
        looks_ahead=sees_all_of(read, membership),
    )


@dataclass(frozen=True, slots=True)
class TalkBesideBooks:
    """`/clubs/ID/talk`: what a club says that is about none of its books. It has no horizon."""

    page: Page[Comment]
    threads: Sequence[CommentRow]
    box: SayBox

    @property
    def url(self) -> str:
        return self.box.url


def talk_beside_books(
    request: HttpRequest, person: User, club_id: int, *, most: int = THREADS
) -> TalkBesideBooks:
    """The threads of a club beside its books, the latest first. Eight queries at most, whatever is said."""
    here = HeardTalk(BESIDE_BOOKS, person, (club_id,))
    page = turned_to(request, here, "newest", most)
    visitor = Visitor.of(person, None)
    return TalkBesideBooks(
        page=page,
        threads=threads_of(page.object_list, here, visitor, None, names_place=False),
        box=SayBox(club_id, None),
    )
