"""Lines of talk, ready to be shown: in the room, in the minutes, in a stream."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.db.models import Q
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_noop, ngettext

from bookcub.clubs.models import LeftNotes, Membership
from bookcub.core.text import plain
from bookcub.meetings.models import Hand, Line, LineKind, LineQuerySet, ShowOfHands
from bookcub.meetings.queries.opened_passages import label_words

# What happens in a room is stored in these words, also in files of clubs; people read them in their own language.
OPENED, CLOSED, STOPPED, BOOK_CLOSED = (
    "opened the room",
    "closed the room",
    "stopped the timer",
    "closed the book",
)
YES_NO_UNSURE = (gettext_noop("Yes"), gettext_noop("No"), gettext_noop("Unsure"))
BEGINNING = 40  # characters, as in meeting-room.js
SHORT_QUOTE = 100  # characters, which are three lines on any phone
TIMER_SET = re.compile(r"set the timer to (\d{1,4}) minutes?")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a show of hands."""

    value: int
    words: str
    count: int
    percent: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Show:
    """A show of hands and how it stands."""

    id: int
    question: str
    options: Sequence[Option]
    total: int
    is_open: bool
    asked_by: int | None

    @property
    def own(self) -> str:
        """For what whoever looks has raised a hand; empty if for nothing."""
        return next((option.words for option in self.options if option.is_own), "")


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line, as everybody who may read the room sees it."""

    number: int
    kind: str
    by: int | None  # a membership
    name: str
    html: SafeString
    at: datetime
    quote: str = ""
    before: str = ""  # what stands before and after it in its paragraph
    after: str = ""
    language: str = ""  # of the quote; empty where nobody knows
    url: str = ""
    show: Show | None = None
    is_own: bool = False
    asked_by: str = ""  # whose question was brought up

    @property
    def is_long(self) -> bool:
        """Whether the talk shows only the beginning of what was opened, and the rest at a press."""
        return bool(self.before or self.after) or len(self.quote) > SHORT_QUOTE

    @property
    def is_said(self) -> bool:
        return self.kind == LineKind.SAID

    @property
    def can_be_taken_back(self) -> bool:
        return self.is_own and self.kind in {LineKind.SAID, LineKind.BOOK}

    @property
    def beginning(self) -> str:
        """The first words of what can be taken back."""
        words = self.quote or (plain(self.html) if self.is_said else str(self.html))
        return Truncator(" ".join(words.split())).chars(BEGINNING)

    @property
    def shuts_book(self) -> bool:
        return self.kind == LineKind.ROOM and self.html == BOOK_CLOSED

    @property
    def is_door(self) -> bool:
        """Whether the room opened or closed."""
        return self.kind == LineKind.ROOM and not self.shuts_book

    @property
    def event(self) -> SafeString:
        """What happened in the room, as a sentence."""
        if self.html == CLOSED and not self.name:
            return format_html(
                "{}", gettext("The room had been left open, so it closed automatically.")
            )
        name = format_html("<b>{}</b>", self.name or gettext("A former member"))
        told = {
            OPENED: gettext("{name} opened the room."),
            CLOSED: gettext("{name} closed the room."),
            BOOK_CLOSED: gettext("{name} closed the book."),
            STOPPED: gettext("{name} stopped the timer."),
        }
        if words := told.get(self.html):
            return format_html(words, name=name)
        if timer := TIMER_SET.fullmatch(self.html):
            minutes = int(timer[1])
            set_to = ngettext(
                "{name} set the timer to {n} minute.",
                "{name} set the timer to {n} minutes.",
                minutes,
            )
            return format_html(set_to, name=name, n=minutes)
        return format_html(gettext("{name}: {event}"), name=name, event=self.html)


def with_everything(lines: LineQuerySet) -> LineQuerySet:
    """With all that a row shows."""
    return (
        lines.select_related(
            "membership__pseud", "hands", "chapter__work", "question__membership__pseud"
        )
        .defer("chapter__html", "chapter__notes", "chapter__end_notes", "chapter__summary")
        .order_by("number")
    )


def rows_of(lines: Iterable[Line], *, own: Membership | None = None) -> list[LineRow]:
    """Rows of lines that were loaded `with_everything`. One more query if hands were shown."""
    found = list(lines)
    shows = shows_of([line.hands for line in found if line.hands], own=own)
    return [_row(line, shows, own) for line in found]


def without_idle_doors(rows: Sequence[LineRow]) -> list[LineRow]:
    """Of a room that opens and closes with nothing in between only how it ended."""
    return [
        row
        for row, after in zip_longest(rows, rows[1:])
        if after is None or not (row.is_door and after.is_door)
    ]


def lying_open(lines: LineQuerySet) -> int | None:
    """The number of the line that opened what lies open: the last one, unless the book was closed, or another question brought up.

    Of all lines that somebody may hear, however many were said since. A first question may well be about what was opened
    before it; from the second on, each begins something new. One query.
    """
    turns = Q(kind__in=[LineKind.BOOK, LineKind.TOPIC]) | Q(kind=LineKind.ROOM, html=BOOK_CLOSED)
    opened: int | None = None
    asked = False
    for number, kind in lines.filter(turns).order_by("number").values_list("number", "kind"):
        if kind == LineKind.BOOK:
            opened = number
        elif kind == LineKind.ROOM or asked:
            opened = None
        asked = asked or kind == LineKind.TOPIC
    return opened


def shows_of(shows: Sequence[ShowOfHands], *, own: Membership | None = None) -> dict[int, Show]:
    """How these stand, by id. One query."""
    hands = Hand.objects.filter(show__in=shows) if shows else Hand.objects.none()
    counted: Counter[tuple[int, int]] = Counter()
    chosen: dict[int, int] = {}
    for about, option, member in hands.values_list("show", "option", "membership"):
        counted[about, option] += 1
        if own is not None and member == own.pk:
            chosen[about] = option
    made = {}
    for show in shows:
        is_usual = tuple(show.options) == YES_NO_UNSURE
        counts = [counted[show.pk, value] for value in range(len(show.options))]
        total = sum(counts)
        options = [
            Option(
                value,
                gettext(words) if is_usual else words,
                counts[value],
                round(100 * counts[value] / total) if total else 0,
                chosen.get(show.pk) == value,
            )
            for value, words in enumerate(show.options)
        ]
        made[show.pk] = Show(
            show.pk, show.question, options, total, show.closed_at is None, show.asked_by_id
        )
    return made


def is_silent(line: Line) -> bool:
    """Whether only the number of a line is left: taken back, taken along by whoever said or asked it, or of a hidden text."""
    words_of = (line.membership, line.question and line.question.membership)
    taken_along = any(each and each.left_notes == LeftNotes.TAKE for each in words_of)
    chapter = line.chapter
    is_hidden = chapter is not None and (chapter.is_hidden or chapter.work.is_hidden)
    return line.taken_back_at is not None or taken_along or is_hidden


def _row(line: Line, shows: dict[int, Show], own: Membership | None) -> LineRow:
    url = ""
    if line.chapter and line.chapter.is_posted:
        anchor = f"#{line.block_id}" if line.block_id else ""
        url = f"{line.chapter.get_absolute_url()}{anchor}"
    before, found, after = line.around.partition(line.quote) if line.quote else ("", "", "")
    return LineRow(
        number=line.number,
        kind=line.kind,
        by=line.membership_id,
        name=line.membership.name if line.membership else "",
        html=_html(line),
        at=line.at,
        quote=line.quote,
        before=before if found else "",
        after=after,
        language=line.chapter.work.language if line.chapter else "",
        url=url,
        show=shows.get(line.hands_id) if line.hands_id else None,
        is_own=own is not None and line.membership_id == own.pk,
        asked_by=_whose(line),
    )


def _whose(line: Line) -> str:
    """Whose question was brought up, if it was not their own."""
    question = line.question
    if question is None or question.membership_id == line.membership_id:
        return ""
    return question.membership.name


def _html(line: Line) -> SafeString:
    """What was said is sanitised; the rest (a chapter's title, say) is text, whatever it looks like."""
    if line.kind == LineKind.SAID:
        return mark_safe(line.html)  # noqa: S308  # sanitised when it was said
    text = plain(line.html)
    return escape(label_words(text) if line.kind == LineKind.BOOK else text)
