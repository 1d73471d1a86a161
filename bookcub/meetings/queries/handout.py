"""All that a club wants on the table when it meets, for the printer."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bookcub.clubs.models import Membership
from bookcub.comments.queries.announcements import ON_TOP, AnnouncementLine, announced_on_paper
from bookcub.core.clock import now
from bookcub.core.text import plain
from bookcub.meetings.models import Meeting
from bookcub.meetings.policies import Participant, may_run
from bookcub.meetings.queries.agenda import QUOTED_ON_PAPER, Agenda, TalkedPassage, agenda_of
from bookcub.meetings.queries.days import MeetingDay, coming_days
from bookcub.meetings.queries.opened_passages import in_its_sentence
from bookcub.meetings.queries.pages import MeetingCard, card_of, coming_and_past
from bookcub.people.models import User
from bookcub.picks.models import Method, Nomination, Pick
from bookcub.picks.queries.options import options_of
from bookcub.reads.queries.measures import Measures
from bookcub.works.models import Chapter

DAYS = 8
SPARE_LINES = 4  # for words on the slip
GUESTS = 2  # lines for them on the sign-in sheet
MOST_OTHERS = 20  # meetings that an announcement may be about


@dataclass(frozen=True, slots=True)
class PaperBallot:
    """What a vote that is open asks, to be ticked or numbered by hand, and counted by a host."""

    pick: Pick
    options: tuple[Nomination, ...]

    @property
    def is_ranked(self) -> bool:
        return self.pick.method == Method.RANKED


@dataclass(frozen=True, slots=True)
class Handout:
    """The sheets of one meeting as one member may see them."""

    face: MeetingCard
    is_open: bool  # whether they have read as far as the meeting goes
    announced: Sequence[AnnouncementLine]
    agenda: Agenda
    passages: tuple[TalkedPassage, ...]  # each in its sentence
    days: tuple[MeetingDay, ...]
    ballot: PaperBallot | None
    takes_suggestions: bool
    names: tuple[str, ...]  # whoever may come; nobody where two meet
    may_tick: bool  # whether the sheet can be ticked off on the page by now

    @property
    def spare(self) -> range:
        return range(SPARE_LINES)

    @property
    def guests(self) -> range:
        return range(GUESTS)


def handout_of(meeting: Meeting, participant: Participant, person: User, zone: ZoneInfo) -> Handout:
    """At most twenty queries, however large the club is."""
    pick = Pick.objects.under_way().filter(club=meeting.club_id).first()
    days = coming_days(person, [participant.membership.pk], zone, but=meeting)
    agenda = agenda_of(meeting, participant, person, quoted=QUOTED_ON_PAPER)
    return Handout(
        face=card_of(meeting, zone, Measures(person)),
        is_open=Meeting.objects.open_to(person).filter(pk=meeting.pk).exists(),
        announced=_announced(meeting, person),
        agenda=agenda,
        passages=_in_their_sentences(agenda.passages, person),
        days=tuple(days[:DAYS]),
        ballot=_ballot(pick),
        takes_suggestions=pick is not None and pick.is_nominating and not pick.is_by_turns,
        names=() if participant.is_pair else _names(meeting),
        may_tick=may_run(participant, meeting) and meeting.has_begun(now()),
    )


def _announced(meeting: Meeting, person: User) -> list[AnnouncementLine]:
    """What stands, but for what names only other meetings: on this one's sheet it would be misunderstood. One query more."""
    lines = announced_on_paper(meeting.club, person)
    coming, _ = coming_and_past(meeting.club)
    others = {each.name for each in coming.exclude(pk=meeting.pk)[:MOST_OTHERS]} if lines else set()
    names = others | {meeting.name}
    found = ((line, _named(names, plain(line.words))) for line in lines)
    return [line for line, named in found if not named or meeting.name in named][:ON_TOP]


def _named(meetings: Set[str], words: str) -> set[str]:
    """Which of these names stand in the words; where one is part of another, the longer one."""
    by_length = sorted(meetings, key=len, reverse=True)
    names = "|".join(re.escape(name) for name in by_length)
    return set(re.findall(rf"(?<!\w)(?:{names})(?!\w)", words))


def _in_their_sentences(
    passages: Sequence[TalkedPassage], person: User
) -> tuple[TalkedPassage, ...]:
    """A few words say nothing on paper. One query."""
    # A chapter as a whole has no words to look at.
    passages = [each for each in passages if each.quote]
    texts = Chapter.objects.visible_to(person).posted().select_related("work")
    chapters = texts.in_bulk({each.chapter_id for each in passages})
    return tuple(
        replace(
            each,
            quote=in_its_sentence(
                chapters[each.chapter_id], block_id=each.block_id, words=each.quote
            ),
        )
        if each.chapter_id in chapters
        else each
        for each in passages
    )


def _ballot(pick: Pick | None) -> PaperBallot | None:
    if pick is None or not pick.is_voting:
        return None
    return PaperBallot(pick, tuple(options_of(pick)))


def _names(meeting: Meeting) -> tuple[str, ...]:
    """Those who belong to the club, and those who are names only."""
    rows = Membership.objects.taking_part().filter(club=meeting.club_id).select_related("pseud")
    return tuple(sorted((row.name for row in rows), key=str.casefold))
