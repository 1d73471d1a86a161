"""A club in the middle of a book, and short ways to let it say things."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import Comment, Hearers, Passage
from bookcub.core.text import blocks_of, html_from_plain, whole_block
from bookcub.meetings.models import Line, LineKind, Meeting, MeetingStage, Minutes
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress
from bookcub.reads.models import Read
from bookcub.works.models import Chapter


def belonging(club: Club, person: User) -> Membership:
    return club.memberships.get(user=person)


def has_read(person: User, *chapters: Chapter) -> None:
    """The person has read all of these chapters."""
    for chapter in chapters:
        last = len(blocks_of(chapter.html)) - 1
        ChapterProgress.objects.update_or_create(
            user=person,
            chapter=chapter,
            defaults={"furthest_index": last, "read_whole_at": timezone.now()},
        )


def note(
    club: Club, by: User, chapter: Chapter, words: str, *, days_ago: int = 0, private: bool = False
) -> Comment:
    """A note on the first paragraph of a chapter; no words make a highlight."""
    at = timezone.now() - timedelta(days=days_ago)
    comment = Comment.objects.create(
        work=chapter.work,
        chapter=chapter,
        block_id=blocks_of(chapter.html)[0].id,
        hearers=Hearers.SELF if private else Hearers.CLUB,
        club=None if private else club,
        pseud=by.default_pseud,
        html=html_from_plain(words) if words else "",
        written_at=at,
        posted_at=at,
        approved_at=at,
    )
    Comment.objects.filter(pk=comment.pk).update(thread=comment)
    comment.thread = comment
    quoted = whole_block(blocks_of(chapter.html), comment.block_id)
    Passage.objects.create(
        comment=comment,
        chapter=chapter,
        start_block_id=quoted.start_block_id,
        start_offset=quoted.start_offset,
        end_block_id=quoted.end_block_id,
        end_offset=quoted.end_offset,
        exact=quoted.exact,
        prefix=quoted.prefix,
        suffix=quoted.suffix,
        first_exact=quoted.exact,
        is_whole_block=True,
    )
    return comment


def answer(to: Comment, by: User, words: str) -> Comment:
    comment = Comment(
        work=to.work,
        chapter=to.chapter,
        hearers=to.hearers,
        club=to.club,
        place_index=to.place_index,
        pseud=by.default_pseud,
        html=html_from_plain(words),
        approved_at=timezone.now(),
    )
    comment.attach_to(to)
    to.save(update_fields=["numbered"])
    comment.save()
    return comment


def meeting_of(
    read: Read, *, upto: int = 1, title: str = "First meeting", days_ago: int = 1
) -> Meeting:
    at = timezone.now() - timedelta(days=days_ago)
    return Meeting.objects.create(
        club=read.club,
        read=read,
        upto=upto,
        title=title,
        stage=MeetingStage.HELD,
        made_by=read.club.memberships.order_by("pk").first(),
        starts_at=at,
        opened_at=at,
        closed_at=at + timedelta(hours=1),
    )


def line(meeting: Meeting, by: User, words: str) -> Line:
    meeting.lines_said += 1
    meeting.save(update_fields=["lines_said"])
    return Line.objects.create(
        meeting=meeting,
        number=meeting.lines_said,
        membership=belonging(meeting.club, by),
        kind=LineKind.SAID,
        html=html_from_plain(words),
        at=meeting.starts_at or timezone.now(),
    )


def minutes_of(meeting: Meeting, words: str, *, published: bool = True) -> Minutes:
    return Minutes.objects.create(
        meeting=meeting,
        html=html_from_plain(words),
        published_at=meeting.closed_at if published else None,
    )
