"""What a club says about one of its reads, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from bookcub.clubs.models import Membership
from bookcub.comments.models import Comment, Hearers
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import CommentRow
from bookcub.comments.queries.threads import THREADS, threads_of
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress
from bookcub.reading.queries.look_ahead import looks_ahead
from bookcub.reads.models import Read, Reader
from bookcub.web.pages import page_of
from bookcub.works.models import Chapter, Work


@dataclass(frozen=True, slots=True)
class SayBox:
    """The box to say something about what a club reads."""

    read: Read
    chapters: Sequence[Chapter]  # to speak about, without their texts
    latest: Chapter | None  # the last one that they have read to its end

    @property
    def url(self) -> str:
        return reverse("comments:club_talk_index", args=[self.read.club_id, self.read.pk])

    @property
    def kept_as(self) -> str:
        return f"comment-read-{self.read.pk}"


@dataclass(frozen=True, slots=True)
class ClubTalkPage:
    """`/clubs/ID/reads/ID/talk`."""

    read: Read
    work: Work | None  # None: an outside book, or one that the member cannot read (any more)
    page: Page[Comment] | None
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


def sees_all_of(read: Read, membership: Membership) -> bool:
    """Whether a member has chosen to see what lies ahead in a read."""
    if read.work is not None and membership.user is not None:
        return looks_ahead(membership.user, read.work)
    return Reader.objects.filter(read=read, membership=membership, shows_all=True).exists()


def say_box(person: User, read: Read, work: Work) -> SayBox:
    """Two queries."""
    chapters = list(work.posted_chapters().defer("html").order_by("position"))
    whole = set(
        ChapterProgress.objects.filter(
            user=person, chapter__in=chapters, read_whole_at__isnull=False
        ).values_list("chapter_id", flat=True)
    )
    latest = next((one for one in reversed(chapters) if one.pk in whole), None)
    return SayBox(read, chapters, latest)


def club_talk_page(
    request: HttpRequest, person: User, membership: Membership, read: Read
) -> ClubTalkPage:
    """Fourteen queries at most, whatever is said."""
    works = Work.objects.visible_to(person).filter(pk=read.work_id or 0)
    work = works.first() if read.work_id else None
    if work is None:
        return ClubTalkPage(read, None, None, (), None, 0, sees_all_of(read, membership))
    here = Comment.objects.visible_to(person).filter(
        hearers=Hearers.CLUB, club=read.club_id, work=work
    )
    # What is said about a chapter as a whole follows what is said about its passages.
    order = (
        F("chapter__position").asc(nulls_first=True),
        F("place_index").asc(nulls_last=True),
        "placed_at",
        "pk",
    )
    page: Page[Comment] = page_of(here.threads().with_people().order_by(*order), request, THREADS)
    box = say_box(person, read, work)
    ahead = Comment.objects.ahead_of(person).filter(club=read.club_id, work=work)
    return ClubTalkPage(
        read=read,
        work=work,
        page=page,
        threads=threads_of(
            page.object_list,
            here,
            Visitor.of(person, work),
            None,
            names_chapter=len(box.chapters) > 1,
        ),
        box=box,
        ahead=ahead.count(),
        looks_ahead=looks_ahead(person, work),
    )
