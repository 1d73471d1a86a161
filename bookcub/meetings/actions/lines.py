"""What is said and shown in the room."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.html import escape

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings import signals
from bookcub.meetings.actions.minutes import ensure_minutes_stand, publish_unless_held_back
from bookcub.meetings.actions.rooms import (
    RoomClosedError,
    add_line,
    count_change,
    locked,
    open_and_locked,
)
from bookcub.meetings.models import Hand, Line, LineKind, Meeting, Question, ShowOfHands
from bookcub.meetings.queries.lines import BOOK_CLOSED, lying_open
from bookcub.meetings.queries.opened_passages import OpenedPassage


class HandsUpError(Exception):
    """One show of hands at a time, of those that one hears."""


class CountedError(Exception):
    """The hands are counted already."""


@transaction.atomic
def say(*, meeting: Meeting, by: Membership, html: str, client_key: str = "") -> Line:
    """Say something; what is sent again with the same key is said once. Raises RoomClosedError."""
    there = open_and_locked(meeting)
    return _sent(there, by, client_key) or add_line(
        meeting=there, kind=LineKind.SAID, by=by, html=html, client_key=client_key
    )


@transaction.atomic
def say_afterwards(*, meeting: Meeting, by: Membership, html: str, client_key: str = "") -> Line:
    """Say what the end of the talk cut off. Raises RoomClosedError once that is long ago.

    Where nothing was said before, it is what the minutes hold, and these are published.

    ValidationError while the minutes lie in the trash.
    """
    there = locked(meeting)
    if not there.takes_afterthoughts(now()):
        raise RoomClosedError
    ensure_minutes_stand(there)
    if said := _sent(there, by, client_key):
        return said
    line = add_line(meeting=there, kind=LineKind.SAID, by=by, html=html, client_key=client_key)
    publish_unless_held_back(meeting=there, by=by)
    transaction.on_commit(partial(signals.afterthought_said.send, Line, line=line))
    return line


@transaction.atomic
def bring_up(*, question: Question, by: Membership) -> Line:
    """Bring up a question of the agenda: what is said next is about it, and its seal is broken. Raises RoomClosedError."""
    there = open_and_locked(question.meeting)
    # What somebody brought up whom one does not hear was not brought up for oneself.
    newest = there.lines.bringing_up(ears=by.user).last()
    if newest is not None and newest.question_id == question.pk:
        return newest
    Question.objects.filter(pk=question.pk).update(is_sealed=False)
    html = escape(question.text)
    line = add_line(meeting=there, kind=LineKind.TOPIC, by=by, html=html, question=question)
    count_change(there.pk)
    return line


@transaction.atomic
def open_book(
    *, meeting: Meeting, by: Membership, opening: OpenedPassage, client_key: str = ""
) -> Line:
    """Open the book for everybody. Raises RoomClosedError."""
    there = open_and_locked(meeting)
    return _sent(there, by, client_key) or add_line(
        meeting=there,
        kind=LineKind.BOOK,
        by=by,
        html=escape(opening.label),
        chapter=opening.chapter,
        block_id=opening.block_id,
        quote=opening.quote,
        around=opening.around,
        client_key=client_key,
    )


@transaction.atomic
def close_book(*, meeting: Meeting, by: Membership, number: int | None = None) -> Line | None:
    """Let no passage lie beside the talk any longer; what was opened stays in it. Raises RoomClosedError.

    None if none lay there, or another one than the line of this number opened: it was opened meanwhile.
    """
    there = open_and_locked(meeting)
    opened = lying_open(there.lines.visible_to(by.user)) if by.user else None
    if opened is None or number not in {None, opened}:
        return None
    return add_line(meeting=there, kind=LineKind.ROOM, by=by, html=BOOK_CLOSED)


@transaction.atomic
def take_back(*, line: Line) -> None:
    """Take a line back; its words are gone from the room and from the minutes, its number stays."""
    taken = Line.objects.filter(pk=line.pk, taken_back_at=None)
    if taken.update(taken_back_at=now(), html="", quote="", around="", block_id="", chapter=None):
        count_change(line.meeting_id)


@transaction.atomic
def ask_for_hands(
    *, meeting: Meeting, by: Membership, question: str, options: tuple[str, ...]
) -> ShowOfHands:
    """Ask everybody in the room. Raises RoomClosedError, or HandsUpError while another waits of which they hear."""
    there = open_and_locked(meeting)
    if there.shows_of_hands.waiting(ears=by.user).exists():
        raise HandsUpError
    show = ShowOfHands.objects.create(
        meeting=there, asked_by=by, question=question, options=list(options), asked_at=now()
    )
    add_line(meeting=there, kind=LineKind.HANDS, by=by, hands=show)
    count_change(there.pk)
    return show


@transaction.atomic
def raise_hand(*, show: ShowOfHands, by: Membership, option: int) -> Hand:
    """Raise one's hand, or another one; the last counts. Raises CountedError."""
    open_and_locked(show.meeting)
    if not ShowOfHands.objects.filter(pk=show.pk, closed_at=None).exists():
        raise CountedError
    hand, _ = Hand.objects.update_or_create(
        show=show, membership=by, defaults={"option": option, "at": now()}
    )
    count_change(show.meeting_id)
    return hand


@transaction.atomic
def count_hands(*, show: ShowOfHands, by: Membership) -> Line | None:
    """End it; how it came out stands among the lines. None if that was done already."""
    there = open_and_locked(show.meeting)
    if not ShowOfHands.objects.filter(pk=show.pk, closed_at=None).update(closed_at=now()):
        return None
    count_change(there.pk)
    return add_line(meeting=there, kind=LineKind.COUNT, by=by, hands=show)


def _sent(meeting: Meeting, by: Membership, client_key: str) -> Line | None:
    if not client_key:
        return None
    return Line.objects.filter(meeting=meeting, membership=by, client_key=client_key).first()
