"""The page of a meeting's minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from bookcub.core.text import plain
from bookcub.meetings.models import (
    Line,
    LineKind,
    Meeting,
    Minutes,
    MinutesRevision,
)
from bookcub.meetings.policies import Participant, may_run
from bookcub.meetings.queries.attendances import Attendee, were_there
from bookcub.meetings.queries.lines import LineRow, rows_of, with_everything
from bookcub.people.models import User

FIRST_LINE = 160  # characters
BLOCK_ENDS = re.compile(r"</(?:p|h[1-6]|li|blockquote|td|th)>|<br")


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """What stays of a meeting, as one member sees it."""

    meeting: Meeting
    minutes: Minutes | None  # None while they are not for this person yet, or nothing is there
    summary: SafeString
    lines: list[LineRow]
    passages: list[LineRow]
    topics: list[LineRow]  # the questions that were brought up
    there: list[Attendee]
    newest: MinutesRevision | None
    revisions: int
    may_run: bool
    may_write: bool
    may_delete: bool
    in_trash: int | None  # the minutes that a host can bring back

    @property
    def is_published(self) -> bool:
        return self.minutes is not None and self.minutes.published_at is not None

    @property
    def can_be_published(self) -> bool:
        """Whether there is something that the members do not see yet."""
        is_over = self.meeting.closed_at is not None
        return is_over and not self.is_published and bool(self.summary or self.lines)

    @property
    def writing(self) -> Literal["primary", "plain"]:
        """How the way to a first summary looks: it is the next step, unless that is to publish."""
        return "plain" if self.can_be_published or not self.may_run else "primary"


def may_write(participant: Participant, meeting: Meeting, minutes: Minutes | None) -> bool:
    """Whoever runs the meeting writes the summary; once the members can read it, each may correct it."""
    is_read = minutes is not None and minutes.published_at is not None and bool(minutes.html)
    return may_run(participant, meeting) or is_read


def minutes_for(meeting: Meeting, participant: Participant, person: User) -> Minutes | None:
    """The minutes, if they are for this person: published, or theirs to write."""
    if (
        may_run(participant, meeting)
        and Meeting.objects.filter(pk=meeting.pk).open_to(person).exists()
    ):
        return Minutes.objects.filter(meeting=meeting, discarded_at=None).first()
    return Minutes.objects.visible_to(person).filter(meeting=meeting).first()


def summaries_of(meetings: Iterable[Meeting], person: User) -> dict[int, str]:
    """For each of these meetings whose minutes the person may read how their summary begins; empty without one. One query."""
    found = Minutes.objects.visible_to(person).filter(meeting__in=[each.pk for each in meetings])
    lines = found.filter(published_at__isnull=False).values_list("meeting", "html")
    return {meeting: _first_line(html) for meeting, html in lines}


def _first_line(html: str) -> str:
    lines = (plain(block).strip() for block in BLOCK_ENDS.split(html))
    return Truncator(next(filter(None, lines), "")).chars(FIRST_LINE)


def said_in(meeting: Meeting, person: User) -> list[LineRow]:
    """All that was said, as far as the person may read it."""
    found = Line.objects.visible_to(person).kept().filter(meeting=meeting)
    return rows_of(with_everything(found))


def scaffold_of(lines: Iterable[LineRow]) -> str:
    """What a summary can be built on, as HTML: what was asked, and how the hands were counted. Empty where nothing was."""
    parts = []
    for line in lines:
        if line.kind == LineKind.TOPIC:
            parts.append(format_html("<p><strong>{}</strong></p><p></p>", mark_safe(line.html)))  # noqa: S308  # it is escaped
        elif line.kind == LineKind.COUNT and line.show:
            counted = ", ".join(f"{option.words} {option.count}" for option in line.show.options)
            parts.append(
                format_html("<p><strong>{}</strong> {}</p><p></p>", line.show.question, counted)
            )
    return "".join(parts)


def minutes_page(meeting: Meeting, participant: Participant, person: User) -> MinutesPage:
    """Gather the page, for somebody to whom the talk is open."""
    minutes = minutes_for(meeting, participant, person)
    lines: list[LineRow] = []
    newest, count, in_trash = None, 0, None
    if minutes is not None:
        lines = said_in(meeting, person)
        revisions = list(minutes.revisions.select_related("by__pseud"))
        newest, count = (revisions[0] if revisions else None), len(revisions)
    elif participant.membership.is_host:
        gone = Minutes.objects.filter(meeting=meeting, discarded_at__isnull=False)
        in_trash = gone.values_list("pk", flat=True).first()
    return MinutesPage(
        meeting=meeting,
        minutes=minutes,
        summary=mark_safe(minutes.html if minutes else ""),  # noqa: S308  # sanitised when it was saved
        lines=lines,
        passages=[line for line in lines if line.kind == LineKind.BOOK],
        topics=[line for line in lines if line.kind == LineKind.TOPIC],
        there=were_there(meeting, person) if minutes else [],
        newest=newest,
        revisions=count,
        may_run=may_run(participant, meeting),
        may_write=may_write(participant, meeting, minutes),
        may_delete=participant.membership.is_host and meeting.closed_at is not None,
        in_trash=in_trash,
    )
