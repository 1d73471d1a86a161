"""Quick rows for tests that are about something else: works, chapters, series, clubs, reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from bookcub.clubs.models import Club, ClubVisibility, Membership, Role
from bookcub.people.models import User
from bookcub.picks.models import Method, PickRules
from bookcub.reads.models import Read
from bookcub.tags.fixed import Rating
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Chapter, Creatorship, Tagging, Work

PARAGRAPHS = (
    '<p id="b-00000001">The tide went out further than the map allowed.</p>'
    '<p id="b-00000002">Nobody had told the cockles.</p>'
)


def make_work(
    by: User,
    *,
    title: str = "The Weir",
    chapters: int = 1,
    posted: bool = True,
    tags: dict[TagKind, list[str]] | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Work:
    """A work by this person's default pseud with so many posted chapters of two short paragraphs."""
    at = at or timezone.now()
    fields.setdefault("rating", Rating.GENERAL)
    fields.setdefault("chapters_planned", chapters)
    work = Work.objects.create(title=title, **fields)
    Creatorship.objects.create(work=work, pseud=by.default_pseud, accepted_at=at)
    for kind, names in (tags or {TagKind.FANDOM: ["Original Work"]}).items():
        for position, tag in enumerate(Tag.objects.taken(names, kind)):
            Tagging.objects.create(work=work, tag=tag, position=position)
    for position in range(1, chapters + 1):
        _put_chapter(work, position=position, posted=posted, at=at)
    if chapters:
        work.count_again()
    return work


def add_chapter(
    work: Work,
    *,
    position: int,
    title: str = "",
    html: str = PARAGRAPHS,
    posted: bool = True,
    at: datetime | None = None,
) -> Chapter:
    chapter = _put_chapter(work, position=position, title=title, html=html, posted=posted, at=at)
    work.count_again()
    return chapter


def _put_chapter(
    work: Work,
    *,
    position: int,
    title: str = "",
    html: str = PARAGRAPHS,
    posted: bool = True,
    at: datetime | None = None,
) -> Chapter:
    """A chapter that its work has not counted yet."""
    when = (at or timezone.now()) if posted else None
    chapter = Chapter.objects.create(
        work=work,
        position=position,
        title=title,
        html=html.replace("b-0000", f"b-{position:04}"),
        word_count=14,
        posted_at=when,
    )
    chapter.revisions.create(number=1, html=chapter.html, word_count=14)
    return chapter


def make_club(
    *people: User,
    name: str = "Weir Readers",
    visibility: ClubVisibility = ClubVisibility.PRIVATE,
    at: datetime | None = None,
    **fields: Any,
) -> Club:
    """A club of these people by their default pseuds; the first one hosts it. Two take turns, more vote."""
    at = at or timezone.now()
    club = Club.objects.create(
        name=name, visibility=visibility, created_by=people[0], created_at=at, **fields
    )
    for turn, person in enumerate(people):
        Membership.objects.create(
            club=club,
            user=person,
            pseud=person.default_pseud,
            role=Role.MEMBER if turn else Role.HOST,
            joined_at=at,
            turn=turn,
        )
    method = Method.TURNS if len(people) <= 2 else Method.RANKED
    PickRules.objects.create(club=club, method=method)
    return club


def join_late(club: Club, person: User) -> Membership:
    """Somebody who joins when the club has begun: everything there is older than their membership."""
    return Membership.objects.create(
        club=club,
        user=person,
        pseud=person.default_pseud,
        turn=club.memberships.count(),
    )


def make_read(club: Club, *, work: Work, **fields: Any) -> Read:
    """A read of this work that goes on, brought by the club's first member."""
    fields.setdefault("brought_by", club.memberships.order_by("joined_at", "pk").first())
    named = {"title": work.title, "language": work.language}
    return Read.objects.create(club=club, work=work, **named | fields)
