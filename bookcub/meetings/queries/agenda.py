"""What there is to talk about: the questions that were sent in, and the passages with the most talk."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.text import Truncator

from bookcub.clubs.models import Membership
from bookcub.comments.models import Comment, CommentQuerySet, Hearers, Passage
from bookcub.core.clock import now
from bookcub.core.page_urls import reverse
from bookcub.meetings.models import Meeting, Question, left_here
from bookcub.meetings.policies import Participant, may_run, may_take_back
from bookcub.people.models import User

MOST_TALKED = 7
QUOTED, QUOTED_ON_PAPER = 220, 400  # characters


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question that its reader may read."""

    question: Question
    name: str
    is_own: bool
    may_delete: bool


@dataclass(frozen=True, slots=True)
class TalkedPassage:
    """A place in the book, and how much was said about it."""

    chapter: int
    chapter_id: int
    block_id: str
    quote: str
    url: str
    comments: int
    writers: int


@dataclass(frozen=True, slots=True)
class Agenda:
    questions: tuple[QuestionRow, ...]
    hidden: int  # questions of others that the reader cannot read (yet)
    passages: tuple[TalkedPassage, ...]
    may_order: bool


def agenda_of(
    meeting: Meeting, participant: Participant, person: User, *, quoted: int = QUOTED
) -> Agenda:
    """At most six queries. Passages are quoted up to so many characters."""
    found = Question.objects.filter(left_here(person), meeting=meeting)
    visible = list(
        Question.objects.visible_to(person)
        .filter(meeting=meeting)
        .select_related("membership__pseud")
    )
    for question in visible:
        question.meeting = meeting
    is_over = meeting.is_over(now())
    return Agenda(
        questions=tuple(_question_row(each, participant, is_over=is_over) for each in visible),
        hidden=found.count() - len(visible),
        passages=tuple(most_talked(meeting, person, quoted=quoted)),
        may_order=may_run(participant, meeting) and len(visible) > 1 and not is_over,
    )


def most_talked(meeting: Meeting, person: User, *, quoted: int = QUOTED) -> list[TalkedPassage]:
    """The passages up to the meeting's place about which most was said to the club, by most people.

    Only what the person may see is counted, so that a number tells nothing of what lies ahead of them.
    """
    if meeting.read is None or meeting.read.work_id is None:
        return []
    heard = (
        Comment.objects.visible_to(person)
        .spoken()
        .filter(
            hearers=Hearers.CLUB,
            club=meeting.club_id,
            work=meeting.read.work_id,
            chapter__position__lte=meeting.upto,
        )
        # A highlight without words is no talk.
        .exclude(html="")
    )
    places = (
        heard.values("chapter", "chapter__position", "thread__block_id")
        .annotate(number=Count("pk"), writers=Count("pseud__user", distinct=True))
        .order_by("-number", "-writers", "chapter__position", "thread__block_id")[:MOST_TALKED]
    )
    rows = list(places)
    quotes = _quotes(heard, [(row["chapter"], row["thread__block_id"]) for row in rows], quoted)
    return [
        TalkedPassage(
            chapter=row["chapter__position"],
            chapter_id=row["chapter"],
            block_id=row["thread__block_id"],
            quote=quotes.get((row["chapter"], row["thread__block_id"]), ""),
            url=_address(meeting.read.work_id, row["chapter"], row["thread__block_id"]),
            comments=row["number"],
            writers=row["writers"],
        )
        for row in rows
    ]


def _quotes(
    heard: CommentQuerySet, places: list[tuple[int, str]], quoted: int
) -> dict[tuple[int, str], str]:
    """For each place the words that the longest thread there is about."""
    there = Q(pk__in=[])
    for chapter, block in places:
        there |= Q(chapter=chapter, thread__block_id=block)
    threads = dict(
        heard.filter(there).values_list("thread").annotate(number=Count("pk")).order_by("number")
    )
    passages = Passage.objects.filter(comment__in=threads).select_related("comment")
    ordered = sorted(passages, key=lambda passage: threads[passage.comment_id])
    return {
        (passage.comment.chapter_id or 0, passage.comment.block_id): Truncator(
            " ".join(passage.exact.split())
        ).chars(quoted)
        for passage in ordered
    }


def _address(work_id: int, chapter_id: int, block_id: str) -> str:
    page = reverse("reading:chapter_detail", args=[work_id, chapter_id])
    return f"{page}#{block_id}" if block_id else page


def _question_row(question: Question, participant: Participant, *, is_over: bool) -> QuestionRow:
    writer: Membership = question.membership
    return QuestionRow(
        question=question,
        name=writer.name,
        is_own=writer.pk == participant.membership.pk,
        may_delete=may_take_back(participant, question) and not is_over,
    )
