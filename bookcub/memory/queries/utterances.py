"""What was said in clubs, each thing as plain words: what the index is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TypedDict

from django.db.models import F, Q, QuerySet

from bookcub.clubs.models import LeftNotes, Membership
from bookcub.comments.models import Comment, CommentQuerySet, Hearers
from bookcub.core.text import plain
from bookcub.meetings.models import Line, LineKind, Minutes, Question
from bookcub.memory.models import KeptNote, Prediction, RecallEntry
from bookcub.reads.models import Read

A_FEW = 1000
SPOKEN = [LineKind.SAID, LineKind.BOOK, LineKind.HANDS, LineKind.TOPIC]
# Whoever left with their words has them back once they belong again; until then the index does not keep them.
TAKEN_ALONG = Q(membership__left_notes=LeftNotes.TAKE)
# It is kept as the question that it is, whether or not the room came to it.
BRINGS_UP_A_QUESTION = Q(kind=LineKind.TOPIC, question__isnull=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One thing that was said: `source` names the field of the entry that points to it."""

    source: str
    pk: int
    club_id: int
    text: str
    said_at: datetime
    said_by_id: int | None = None
    work_id: int | None = None
    read_id: int | None = None
    language: str = ""

    @property
    def digest(self) -> str:
        """The same for the same words at the same place, by the same person."""
        told = (self.club_id, self.said_by_id, self.work_id, self.read_id, self.language, self.text)
        return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:32]


def not_kept_yet(most: int) -> Iterator[Utterance]:
    """What the index does not hold as it is now: at most so many of each kind."""
    stale = Q(recalled=None) | Q(recalled__digest="")
    changed = stale | Q(edited_at__gt=F("recalled__kept_at"))
    return chain(
        of_comments(Comment.objects.filter(changed), most),
        of_lines(Line.objects.filter(stale), most),
        of_questions(Question.objects.filter(stale), most),
        of_minutes(Minutes.objects.filter(changed), most),
        of_predictions(Prediction.objects.filter(stale), most),
        of_kept_notes(KeptNote.objects.filter(changed), most),
    )


def not_said_any_more() -> dict[str, list[int]]:
    """The ids, by the entry's field, of what the index holds and nobody should find."""
    entries = RecallEntry.objects.all()
    gone = {
        "comment": ~Q(comment__hearers=Hearers.CLUB)
        | Q(comment__deleted_at__isnull=False)
        | Q(comment__pseud__user__is_active=False)
        | ~Q(comment__club=F("club")),
        "line": Q(line__taken_back_at__isnull=False)
        | Q(line__in=Line.objects.filter(TAKEN_ALONG | BRINGS_UP_A_QUESTION)),
        "question": Q(question__in=Question.objects.filter(TAKEN_ALONG)),
        "minutes": Q(minutes__html=""),
        "prediction": Q(prediction__in=Prediction.objects.filter(TAKEN_ALONG)),
        "kept_note": ~Q(kept_note__hearers=Hearers.CLUB)
        | Q(kept_note__in=KeptNote.objects.filter(TAKEN_ALONG)),
    }
    return {
        source: list(
            entries.filter(**{f"{source}__isnull": False})
            .filter(is_gone)
            .values_list(source, flat=True)
        )
        for source, is_gone in gone.items()
    }


def of_comments(comments: CommentQuerySet, most: int = A_FEW) -> Iterator[Utterance]:
    """Notes and other words for a club, with the passage that they are about."""
    rows = (
        comments.filter(hearers=Hearers.CLUB, club__isnull=False)
        .spoken()
        .select_related("passage", "pseud", "work")
        .only(
            *("html", "language", "club", "work", "read", "written_at", "posted_at", "guest_name"),
            *("pseud__user", "work__language", "passage__first_exact", "work__title"),
        )
        .order_by("pk")[:most]
    )
    found = list(rows)
    clubs = {each.club_id for each in found}
    members = _Members(clubs)
    reads = Read.objects.filter(club__in=clubs, work__isnull=False).order_by("made_at")
    # Of a work that was read twice, the later read.
    by_work: dict[tuple[int | None, int | None], int] = {
        (club, work): pk for pk, club, work in reads.values_list("pk", "club", "work")
    }
    for each in found:
        passage = getattr(each, "passage", None)
        quoted = passage.first_exact if passage else ""
        user = each.pseud.user_id if each.pseud else None
        yield Utterance(
            source="comment",
            pk=each.pk,
            club_id=each.club_id or 0,
            text=f"{plain(each.html)}\n{quoted}",
            said_at=each.written_at or each.posted_at,
            said_by_id=members.of(each.club_id, user, each.guest_name),
            work_id=each.work_id,
            read_id=each.read_id or by_work.get((each.club_id, each.work_id)),
            language=each.language or (each.work.language if each.work else ""),
        )


def of_lines(lines: QuerySet[Line], most: int = A_FEW) -> Iterator[Utterance]:
    """What was said and put to a show of hands in meetings, and the words at which somebody opened the book."""
    rows = lines.filter(kind__in=SPOKEN, taken_back_at=None)
    rows = rows.exclude(TAKEN_ALONG).exclude(BRINGS_UP_A_QUESTION)
    rows = rows.select_related("meeting__read__work", "hands")
    for each in rows.order_by("pk")[:most]:
        yield Utterance(
            source="line",
            pk=each.pk,
            text=f"{words_of_line(each)}\n{each.quote}",
            said_at=each.at,
            said_by_id=None if each.kind == LineKind.TOPIC else each.membership_id,
            **_of_meeting(each.meeting.club_id, each.meeting.read),
        )


def of_questions(questions: QuerySet[Question], most: int = A_FEW) -> Iterator[Utterance]:
    """What members want to talk about, from the day on which they sent it in."""
    rows = questions.exclude(TAKEN_ALONG).select_related("meeting__read__work").order_by("pk")
    for each in rows[:most]:
        yield Utterance(
            source="question",
            pk=each.pk,
            text=each.text,
            said_at=each.sent_at,
            said_by_id=each.membership_id,
            **_of_meeting(each.meeting.club_id, each.meeting.read),
        )


def words_of_line(line: Line) -> str:
    """What it says; of a show of hands, what was asked and could be answered."""
    if line.kind == LineKind.HANDS and line.hands:
        return f"{line.hands.question} {' · '.join(line.hands.options)}"
    return plain(line.html)


def of_minutes(minutes: QuerySet[Minutes], most: int = A_FEW) -> Iterator[Utterance]:
    """The summaries of meetings."""
    rows = minutes.exclude(html="").select_related("meeting__read__work")
    for each in rows.order_by("pk")[:most]:
        yield Utterance(
            source="minutes",
            pk=each.pk,
            text=f"{each.meeting.title}\n{plain(each.html)}",
            said_at=each.meeting.held_at or each.published_at or each.edited_at,
            **_of_meeting(each.meeting.club_id, each.meeting.read),
        )


def of_predictions(predictions: QuerySet[Prediction], most: int = A_FEW) -> Iterator[Utterance]:
    """Predictions: each is found by who has come to its place, as notes are."""
    rows = predictions.exclude(TAKEN_ALONG).select_related("read__work").order_by("pk")
    for each in rows[:most]:
        yield Utterance(
            source="prediction",
            pk=each.pk,
            text=each.text,
            said_at=each.made_at,
            said_by_id=each.membership_id,
            **_of_meeting(each.read.club_id, each.read),
        )


def of_kept_notes(notes: QuerySet[KeptNote], most: int = A_FEW) -> Iterator[Utterance]:
    """Notes of an imported club that have no passage here."""
    rows = notes.filter(hearers=Hearers.CLUB).exclude(TAKEN_ALONG)
    rows = rows.select_related("read__work").order_by("pk")
    for each in rows[:most]:
        yield Utterance(
            source="kept_note",
            pk=each.pk,
            text=f"{plain(each.html)}\n{each.exact}",
            said_at=each.written_at,
            said_by_id=each.membership_id,
            **_of_meeting(each.club_id, each.read, language=each.language),
        )


class _Place(TypedDict):
    club_id: int
    work_id: int | None
    read_id: int | None
    language: str


def _of_meeting(club_id: int, read: Read | None, *, language: str = "") -> _Place:
    work = read.work if read else None
    return {
        "club_id": club_id,
        "work_id": work.pk if work else None,
        "read_id": read.pk if read else None,
        "language": language or (read.language if read else ""),
    }


class _Members:
    """Whose membership stands behind a note: by account, or by the name that is left of somebody."""

    def __init__(self, clubs: set[int | None]) -> None:
        rows = Membership.objects.filter(club__in=clubs)
        self.by_user: dict[tuple[int | None, int], int] = {}
        self.by_name: dict[tuple[int | None, str], int] = {}
        for each in rows.only("club", "user", "former_name"):
            if each.user_id is not None:
                self.by_user[each.club_id, each.user_id] = each.pk
            elif each.former_name:
                self.by_name[each.club_id, each.former_name] = each.pk

    def of(self, club: int | None, user: int | None, name: str) -> int | None:
        if user is not None:
            return self.by_user.get((club, user))
        return self.by_name.get((club, name))
