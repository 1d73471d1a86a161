"""What a meeting's page says of the times that were proposed: each slot, the heat map, the best ones and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings.availability import Can, Span, Tally, ranked, tally
from bookcub.meetings.models import Availability, Meeting, Slot, SlotAnswer
from bookcub.meetings.queries.wording import length_words
from bookcub.people.models import User
from bookcub.web.dates import as_hour, as_short_weekday, as_weekday
from bookcub.web.enumeration import enumerated_text

BEST = 3
SHADES = 4
PAIR = 2
NAMED = 4  # people in a sentence; the rest are counted
CAN = {
    Availability.YES: Can.YES,
    Availability.IF_NEED_BE: Can.IF_NEED_BE,
    Availability.NO: Can.NO,
}


@dataclass(frozen=True, slots=True)
class Voices:
    """Who said what of one slot, by name; members who left are not among them."""

    yes: tuple[str, ...]
    if_need_be: tuple[str, ...]
    no: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One time as the reader's clock shows it, and what was said of it."""

    slot: Slot
    day: str
    date: date
    clock: str
    ends: str
    length: str
    mine: str
    tally: Tally
    voices: Voices
    is_over: bool
    waiting: frozenset[str]  # who has answered no time at all, which is said once

    @property
    def why(self) -> str:
        silent = tuple(name for name in self.voices.silent if name not in self.waiting)
        return why(self.tally, replace(self.voices, silent=silent))

    @property
    def who_said_what(self) -> str:
        return who_said_what(self.voices)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What one can answer, and how it is called where only marks are seen."""
        words = (
            (Availability.YES, gettext("%(day)s, %(clock)s: yes")),
            (Availability.IF_NEED_BE, gettext("%(day)s, %(clock)s: if need be")),
            (Availability.NO, gettext("%(day)s, %(clock)s: no")),
        )
        told = {"day": self.day, "clock": self.clock}
        return [(answer.value, sentence % told) for answer, sentence in words]

    @property
    def counts(self) -> str:
        return counts(self.tally)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One square: how warm, from 0 to 4, which only the best is, and its numbers in words."""

    warmth: int
    can: int
    words: str

    @property
    def is_best(self) -> bool:
        return self.warmth == SHADES


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Days down, times across; None where nothing was proposed."""

    clocks: tuple[str, ...]
    rows: tuple[tuple[str, tuple[HeatCell | None, ...]], ...]
    asked: int


@dataclass(frozen=True, slots=True)
class Times:
    """All that was proposed and said, for one reader."""

    days: tuple[tuple[str, tuple[SlotRow, ...]], ...]
    best: tuple[SlotRow, ...]
    heat: HeatMap | None
    answered: int
    asked: int
    waiting: str  # who has answered no time at all; empty where everybody has answered some
    is_mine_complete: bool


def times_of(
    meeting: Meeting, own: Membership, zone: ZoneInfo, *, heard_by: User | None = None
) -> Times:
    """What `own` answered, and what they hear of the others, or who answers for them. Three queries, whatever was said."""
    members = Membership.objects.taking_part().filter(club=meeting.club_id)
    if person := heard_by or own.user:
        members = members.heard_by(person)
    names = {member.pk: member.name for member in members.select_related("pseud")}
    by_slot: dict[int, dict[int, SlotAnswer]] = defaultdict(dict)
    said = SlotAnswer.objects.filter(slot__meeting=meeting, membership__in=names)
    for answer in said.select_related("said_by__pseud"):
        by_slot[answer.slot_id][answer.membership_id] = answer
    slots = list(meeting.slots.all())
    have = {member for answers in by_slot.values() for member in answers}
    waiting = {member: name for member, name in names.items() if member not in have}
    rows = [_row(slot, by_slot[slot.pk], names, waiting, own, zone) for slot in slots]
    ahead = [row for row in rows if not row.is_over]
    places = {id(each): at for at, each in enumerate(ranked(row.tally for row in ahead))}
    ahead.sort(key=lambda row: places[id(row.tally)])
    answered = len(have)
    return Times(
        days=_by_day(rows),
        best=tuple(row for row in ahead[:BEST] if row.tally.can),
        heat=_heat(rows, ahead, len(names)) if len(rows) > 1 and answered else None,
        answered=answered,
        asked=len(names),
        waiting=_some(tuple(waiting.values())) if answered else "",
        is_mine_complete=all(row.mine for row in rows),
    )


def why(told: Tally, voices: Voices) -> str:
    """Say in a sentence how a time suits people."""
    if not told.can:
        if told.no:
            return gettext("Nobody can come so far.")
        return gettext("Nobody has said yet that they can come.")
    if told.suits_everybody:
        return _why_everybody(told, voices)
    return " ".join(words % {"names": _some(names)} for names, words in _by_answer(voices))


def who_said_what(voices: Voices) -> str:
    """Name everybody with what they said, and who has not answered."""
    return " ".join(
        words % {"names": enumerated_text(names)} for names, words in _by_answer(voices)
    )


def _by_answer(voices: Voices) -> list[tuple[tuple[str, ...], str]]:
    sentences = (
        (voices.yes, gettext("Can come: %(names)s.")),
        (voices.if_need_be, gettext("Only if need be: %(names)s.")),
        (voices.no, gettext("Can’t come: %(names)s.")),
        (voices.silent, gettext("Not answered yet: %(names)s.")),
    )
    return [(names, words) for names, words in sentences if names]


def _why_everybody(told: Tally, voices: Voices) -> str:
    is_pair = told.can == PAIR
    if not told.if_need_be:
        return gettext("Both can come.") if is_pair else gettext("Everybody can come.")
    if not told.yes:
        if is_pair:
            return gettext("Both can come if need be.")
        return gettext("Everybody can come if need be.")
    words = (
        gettext("Both can come. Only if need be: %(names)s.")
        if is_pair
        else gettext("Everybody can come. Only if need be: %(names)s.")
    )
    return words % {"names": _some(voices.if_need_be)}


def counts(told: Tally) -> str:
    """Say "2 yes, 1 if need be, 1 no"."""
    parts = (
        (told.yes, ngettext("%(n)s yes", "%(n)s yes", told.yes)),
        (told.if_need_be, ngettext("%(n)s if need be", "%(n)s if need be", told.if_need_be)),
        (told.no, ngettext("%(n)s no", "%(n)s no", told.no)),
    )
    told_of = [words % {"n": number} for number, words in parts if number]
    return ", ".join(told_of) or gettext("no answers yet")


def _row(
    slot: Slot,
    answers: dict[int, SlotAnswer],
    names: dict[int, str],
    waiting: dict[int, str],
    own: Membership,
    zone: ZoneInfo,
) -> SlotRow:
    span = Span(slot.starts_at, slot.ends_at)
    grouped: dict[Availability | None, list[str]] = defaultdict(list)
    can = {member: Availability(each.answer) for member, each in answers.items()}
    for member, name in names.items():
        grouped[can.get(member)].append(_as_said(name, answers.get(member)))
    return SlotRow(
        slot=slot,
        day=as_weekday(slot.starts_at, zone),
        date=slot.starts_at.astimezone(zone).date(),
        clock=as_hour(slot.starts_at, zone),
        ends=as_hour(slot.ends_at, zone),
        length=length_words(slot.minutes_long),
        mine=can.get(own.pk, ""),
        tally=tally(span, [CAN[answer] for answer in can.values()], asked=len(names)),
        voices=Voices(
            tuple(grouped[Availability.YES]),
            tuple(grouped[Availability.IF_NEED_BE]),
            tuple(grouped[Availability.NO]),
            tuple(grouped[None]),
        ),
        is_over=slot.starts_at <= now(),
        waiting=frozenset(waiting.values()),
    )


def _as_said(name: str, answer: SlotAnswer | None) -> str:
    """Whose answer it is, and who gave it for somebody without an account."""
    if answer is None or answer.said_by is None:
        return name
    return gettext("%(name)s (as %(host)s says)") % {"name": name, "host": answer.said_by.name}


def _by_day(rows: Sequence[SlotRow]) -> tuple[tuple[str, tuple[SlotRow, ...]], ...]:
    days: dict[str, list[SlotRow]] = defaultdict(list)
    for row in rows:
        days[row.day].append(row)
    return tuple((day, tuple(found)) for day, found in days.items())


def _heat(rows: Sequence[SlotRow], best_first: Sequence[SlotRow], asked: int) -> HeatMap:
    clocks = sorted({row.clock for row in rows})
    best = best_first[0].tally if best_first and best_first[0].tally.can else None
    by_place = {(row.date, row.clock): _cell(row, best) for row in rows}
    days = dict.fromkeys(row.date for row in rows)
    return HeatMap(
        clocks=tuple(clocks),
        rows=tuple(
            (
                as_short_weekday(day),
                tuple(by_place.get((day, clock)) for clock in clocks),
            )
            for day in days
        ),
        asked=asked,
    )


def _cell(row: SlotRow, best: Tally | None) -> HeatCell:
    told = row.tally
    if best and _suits(told) == _suits(best) and not row.is_over:
        words = gettext("best so far: %(counts)s") % {"counts": counts(told)}
        return HeatCell(SHADES, told.can, words)
    # Somebody who can if need be warms half as much; nothing is as warm as the best.
    most = 2 * best.yes + best.if_need_be if best else 1
    warm = (2 * told.yes + told.if_need_be) / most
    warmth = min(max(round((SHADES - 1) * warm), 1), SHADES - 1) if told.can else 0
    return HeatCell(warmth, told.can, counts(told))


def _suits(told: Tally) -> tuple[int, int, int]:
    return told.can, told.yes, told.no


def _some(names: Sequence[str]) -> str:
    if len(names) > NAMED:
        rest = len(names) - NAMED + 1
        others = ngettext("%(n)s other", "%(n)s others", rest) % {"n": rest}
        names = [*names[: NAMED - 1], others]
    return enumerated_text(names)
