"""Plans and places in words, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from bookcub.reads.models import OutsideBook, PlanChange
from bookcub.reads.planning import (
    AsWeGo,
    BookMeasure,
    ChangeReason,
    Chapters,
    DoneBy,
    MeasureKind,
    MoveCode,
    Pace,
    Pages,
    PlanMove,
    ReasonCode,
    Unit,
)
from bookcub.reads.planning.written import read
from bookcub.reads.queries.measures import number_words
from bookcub.web.dates import as_day, as_near_day
from bookcub.web.enumeration import enumerated_text

WEEK = 7
HOUR = 60


class _Soon(Enum):
    UNDATED = auto()
    TODAY = auto()
    TOMORROW = auto()
    THIS_WEEK = auto()
    ANY_DAY = auto()


def day_words(when: date, today: date | None = None) -> str:
    """Say "14 March", and the year where it is not this one."""
    return as_near_day(when, today=today) if today else as_day(when)


def goal_words(measure: BookMeasure, upto: int) -> str:
    """Say "To the end of chapter 8", "To 51%"."""
    messages = {
        Unit.CHAPTER: gettext("To the end of chapter %(number)d"),
        Unit.PAGE: gettext("To the end of page %(number)d"),
        Unit.SHARE: gettext("To %(number)s"),
    }
    return messages[measure.unit] % {"number": number_words(measure, measure.number(upto))}


def next_words(measure: BookMeasure, upto: int, due: date | None, today: date) -> str:
    """Say "Next: to the end of chapter 8, by Friday"."""
    facts = {
        "number": number_words(measure, measure.number(upto)),
        "weekday": WEEKDAYS[due.weekday()] if due else "",
        "day": day_words(due, today) if due else "",
    }
    return str(NEXT[measure.unit, _how_soon(due, today)]) % facts


def waits_words(missing: Sequence[int], unit: Unit) -> str:
    """Say "Chapters 9 to 12 are not there yet."."""
    facts = {"numbers": _numbers(missing)}
    if unit is Unit.PAGE:
        return (
            ngettext(
                "Page %(numbers)s is not there yet.",
                "Pages %(numbers)s are not there yet.",
                len(missing),
            )
            % facts
        )
    return (
        ngettext(
            "Chapter %(numbers)s is not there yet.",
            "Chapters %(numbers)s are not there yet.",
            len(missing),
        )
        % facts
    )


def reading_time_words(minutes: int) -> str:
    """Say "About 40 minutes from where you are.", "About 2½ hours from where you are."."""
    if minutes < HOUR:
        return ngettext(
            "About %(count)d minute of reading from where you are.",
            "About %(count)d minutes of reading from where you are.",
            minutes,
        ) % {"count": minutes}
    halves = round(minutes / (HOUR / 2))
    hours = f"{halves // 2}{'½' if halves % 2 else ''}"
    return ngettext(
        "About %(hours)s hour of reading from where you are.",
        "About %(hours)s hours of reading from where you are.",
        -(-halves // 2),
    ) % {"hours": hours}


def pace_words(pace: Pace, measure: BookMeasure) -> str:
    """Say "2 chapters a week", "10% a week", "done by 14 March 2026", "as we go"."""
    if isinstance(pace, AsWeGo):
        return gettext("as we go")
    if isinstance(pace, DoneBy):
        return gettext("done by %(day)s") % {"day": day_words(pace.on)}
    facts = {"count": pace.count, "weeks": pace.weeks}
    if isinstance(pace, Chapters):
        if pace.weeks == 1:
            return (
                ngettext("%(count)d chapter a week", "%(count)d chapters a week", pace.count)
                % facts
            )
        return (
            ngettext(
                "%(count)d chapter every %(weeks)d weeks",
                "%(count)d chapters every %(weeks)d weeks",
                pace.count,
            )
            % facts
        )
    return _pages_words(pace, measure) % facts


def _pages_words(pace: Pages, measure: BookMeasure) -> str:
    if measure.kind is MeasureKind.PERCENT:
        return gettext("%(count)d%% of the book a week")
    if pace.weeks == 1:
        return ngettext("%(count)d page a week", "%(count)d pages a week", pace.count)
    return ngettext(
        "%(count)d page every %(weeks)d weeks",
        "%(count)d pages every %(weeks)d weeks",
        pace.count,
    )


def change_words(
    change: PlanChange, today: date, *, book: OutsideBook | None, measure: BookMeasure | None = None
) -> tuple[str, ...]:
    """Why a plan moved, and what moved in it, in sentences; those that came with an older change stay as they are.

    A plan of pages counts as its `book` was brought; it is told in the measure of whoever reads it.
    """
    if not change.facts:
        return tuple(filter(None, (change.why, *map(str, change.moved))))
    facts = read(change.facts)
    told = told_in(facts.unit, book, measure)
    return (
        *(reason_words(reason, told) for reason in facts.reasons),
        *(move_words(move, told, today) for move in facts.moves),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """The numbers of a plan, and how whoever reads of them counts."""

    plan: BookMeasure
    own: BookMeasure

    def words(self, number: int) -> int | str:
        if self.plan == self.own:
            return number_words(self.own, number)
        return number_words(self.own, self.own.number(self.plan.upto(number)))


def told_in(unit: Unit, book: OutsideBook | None, measure: BookMeasure | None = None) -> Told:
    """How numbers of a plan in this unit are told."""
    if unit is Unit.CHAPTER:
        return Told(BookMeasure.of_chapters(), BookMeasure.of_chapters())
    pages = book.page_count if book else 1
    plan = BookMeasure.of_pages(pages) if pages else BookMeasure.of_percent()
    return Told(plan, measure if measure and measure.is_by_share else plan)


def reason_words(reason: ChangeReason, told: Told) -> str:
    """Why a plan moved, in a sentence."""
    if reason.pace:
        return gettext("The pace is now: %(pace)s.") % {"pace": pace_words(reason.pace, told.plan)}
    if reason.code in PLAIN_REASONS:
        return str(PLAIN_REASONS[reason.code])
    if reason.code is ReasonCode.LATE:
        return waits_words(reason.numbers, reason.unit)
    if reason.code in {ReasonCode.GONE, ReasonCode.COME}:
        return _chapters_words(reason)
    return _length_words(reason)


def move_words(move: PlanMove, told: Told, today: date) -> str:
    """What moved in a plan, in a sentence."""
    facts = {
        "number": told.words(move.number),
        "due": day_words(move.due, today) if move.due else "",
        "was_number": told.words(move.was_number),
        "was_due": day_words(move.was_due, today) if move.was_due else "",
        "until": day_words(move.until, today) if move.until else "",
        "count": move.count,
    }
    return _message(move, told.own.unit) % facts


def _how_soon(due: date | None, today: date) -> _Soon:
    if due is None:
        return _Soon.UNDATED
    ahead = (due - today).days
    if ahead in {0, 1}:
        return _Soon.TOMORROW if ahead else _Soon.TODAY
    return _Soon.THIS_WEEK if 0 < ahead < WEEK else _Soon.ANY_DAY


def _numbers(numbers: Sequence[int]) -> str:
    """Say "9", "9 and 10", "9 to 12"."""
    apart = numbers[-1] - numbers[0]
    if apart > 1 and apart == len(numbers) - 1:
        return gettext("%(first)d to %(last)d") % {"first": numbers[0], "last": numbers[-1]}
    return enumerated_text([str(one) for one in numbers])


def _chapters_words(reason: ChangeReason) -> str:
    facts = {"numbers": _numbers(reason.numbers)}
    if reason.code is ReasonCode.COME:
        one_or_more = ngettext(
            "Chapter %(numbers)s has come.", "Chapters %(numbers)s have come.", len(reason.numbers)
        )
    else:
        one_or_more = ngettext(
            "Chapter %(numbers)s is no longer there.",
            "Chapters %(numbers)s are no longer there.",
            len(reason.numbers),
        )
    return one_or_more % facts


def _length_words(reason: ChangeReason) -> str:
    facts = {"count": reason.total, "before": reason.before}
    if reason.code is ReasonCode.COMPLETE:
        message = ngettext(
            "The story is complete, with %(count)d chapter.",
            "The story is complete, with %(count)d chapters.",
            reason.total,
        )
    elif reason.code is ReasonCode.LENGTH_KNOWN:
        message = ngettext(
            "There will be %(count)d chapter.", "There will be %(count)d chapters.", reason.total
        )
    else:
        message = ngettext(
            "There will be %(count)d chapter instead of %(before)d.",
            "There will be %(count)d chapters instead of %(before)d.",
            reason.total,
        )
    return message % facts


def _message(move: PlanMove, unit: Unit) -> str:
    """The sentence of a move, its facts still to be filled in."""
    if move.code in {MoveCode.ALL_LATER, MoveCode.ALL_EARLIER}:
        return _all_moved(move)
    if move.code is MoveCode.MANY_NEW:
        return _many_new(move, unit)
    if move.code in {MoveCode.MORE_DAYS, MoveCode.MORE_PLACES, MoveCode.MANY_GONE}:
        return _summed_up(move)
    if move.code is MoveCode.OTHER_DAY:
        return gettext("What was due on %(was_due)s is now due on %(due)s.")
    if move.code is MoveCode.DAY_TAKEN:
        return gettext("What was due on %(was_due)s no longer has a day.")
    return str(MOVES[move.code, unit, move.due is not None])


def _all_moved(move: PlanMove) -> str:
    if move.code is MoveCode.ALL_LATER:
        return ngettext(
            "What was due on %(was_due)s is now due on %(due)s; everything after it, up to %(until)s,"
            " is %(count)d day later too.",
            "What was due on %(was_due)s is now due on %(due)s; everything after it, up to %(until)s,"
            " is %(count)d days later too.",
            move.count,
        )
    return ngettext(
        "What was due on %(was_due)s is now due on %(due)s; everything after it, up to %(until)s,"
        " is %(count)d day earlier too.",
        "What was due on %(was_due)s is now due on %(due)s; everything after it, up to %(until)s,"
        " is %(count)d days earlier too.",
        move.count,
    )


def _summed_up(move: PlanMove) -> str:
    if move.code is MoveCode.MORE_DAYS:
        return ngettext(
            "%(count)d more milestone has a new day.",
            "%(count)d more milestones have a new day.",
            move.count,
        )
    if move.code is MoveCode.MORE_PLACES:
        return ngettext(
            "%(count)d more milestone has a new place.",
            "%(count)d more milestones have a new place.",
            move.count,
        )
    return ngettext(
        "%(count)d milestone is no longer in the plan.",
        "%(count)d milestones are no longer in the plan.",
        move.count,
    )


def _many_new(move: PlanMove, unit: Unit) -> str:
    if move.due:
        return _many_new_by_a_day(move, unit)
    if unit is Unit.SHARE:
        return ngettext(
            "%(count)d new milestone, to %(number)s.",
            "%(count)d new milestones, the last one to %(number)s.",
            move.count,
        )
    if unit is Unit.PAGE:
        return ngettext(
            "%(count)d new milestone, to the end of page %(number)d.",
            "%(count)d new milestones, the last one to the end of page %(number)d.",
            move.count,
        )
    return ngettext(
        "%(count)d new milestone, to the end of chapter %(number)d.",
        "%(count)d new milestones, the last one to the end of chapter %(number)d.",
        move.count,
    )


def _many_new_by_a_day(move: PlanMove, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return ngettext(
            "%(count)d new milestone, to %(number)s by %(due)s.",
            "%(count)d new milestones, the last one to %(number)s by %(due)s.",
            move.count,
        )
    if unit is Unit.PAGE:
        return ngettext(
            "%(count)d new milestone, to the end of page %(number)d by %(due)s.",
            "%(count)d new milestones, the last one to the end of page %(number)d by %(due)s.",
            move.count,
        )
    return ngettext(
        "%(count)d new milestone, to the end of chapter %(number)d by %(due)s.",
        "%(count)d new milestones, the last one to the end of chapter %(number)d by %(due)s.",
        move.count,
    )


PLAIN_REASONS: Mapping[ReasonCode, str | Promise] = {
    ReasonCode.BY_HAND: gettext_lazy("Milestones were set by hand."),
    ReasonCode.OTHER_ORDER: gettext_lazy("The chapters are in a different order now."),
    ReasonCode.LENGTH_UNKNOWN: gettext_lazy(
        "The author no longer says how many chapters there will be."
    ),
}

NEXT: Mapping[tuple[Unit, _Soon], str | Promise] = {
    (Unit.CHAPTER, _Soon.UNDATED): gettext_lazy("Next: to the end of chapter %(number)d"),
    (Unit.CHAPTER, _Soon.TODAY): gettext_lazy("Next: to the end of chapter %(number)d, today"),
    (Unit.CHAPTER, _Soon.TOMORROW): gettext_lazy(
        "Next: to the end of chapter %(number)d, by tomorrow"
    ),
    (Unit.CHAPTER, _Soon.THIS_WEEK): gettext_lazy(
        "Next: to the end of chapter %(number)d, by %(weekday)s"
    ),
    (Unit.CHAPTER, _Soon.ANY_DAY): gettext_lazy(
        "Next: to the end of chapter %(number)d, by %(day)s"
    ),
    (Unit.PAGE, _Soon.UNDATED): gettext_lazy("Next: to the end of page %(number)d"),
    (Unit.PAGE, _Soon.TODAY): gettext_lazy("Next: to the end of page %(number)d, today"),
    (Unit.PAGE, _Soon.TOMORROW): gettext_lazy("Next: to the end of page %(number)d, by tomorrow"),
    (Unit.PAGE, _Soon.THIS_WEEK): gettext_lazy(
        "Next: to the end of page %(number)d, by %(weekday)s"
    ),
    (Unit.PAGE, _Soon.ANY_DAY): gettext_lazy("Next: to the end of page %(number)d, by %(day)s"),
    (Unit.SHARE, _Soon.UNDATED): gettext_lazy("Next: to %(number)s"),
    (Unit.SHARE, _Soon.TODAY): gettext_lazy("Next: to %(number)s, today"),
    (Unit.SHARE, _Soon.TOMORROW): gettext_lazy("Next: to %(number)s, by tomorrow"),
    (Unit.SHARE, _Soon.THIS_WEEK): gettext_lazy("Next: to %(number)s, by %(weekday)s"),
    (Unit.SHARE, _Soon.ANY_DAY): gettext_lazy("Next: to %(number)s, by %(day)s"),
}

# What happened to one milestone, by whether it has a day.
MOVES: Mapping[tuple[MoveCode, Unit, bool], str | Promise] = {
    (MoveCode.DAY_GIVEN, Unit.CHAPTER, True): gettext_lazy(
        "The end of chapter %(number)d is now due on %(due)s."
    ),
    (MoveCode.DAY_GIVEN, Unit.PAGE, True): gettext_lazy(
        "The end of page %(number)d is now due on %(due)s."
    ),
    (MoveCode.OTHER_PLACE, Unit.CHAPTER, True): gettext_lazy(
        "By %(due)s, read to the end of chapter %(number)d instead of %(was_number)d."
    ),
    (MoveCode.OTHER_PLACE, Unit.PAGE, True): gettext_lazy(
        "By %(due)s, read to the end of page %(number)d instead of %(was_number)d."
    ),
    (MoveCode.OTHER_PLACE, Unit.CHAPTER, False): gettext_lazy(
        "A milestone without a day is now at the end of chapter %(number)d instead of %(was_number)d."
    ),
    (MoveCode.OTHER_PLACE, Unit.PAGE, False): gettext_lazy(
        "A milestone without a day is now at the end of page %(number)d instead of %(was_number)d."
    ),
    (MoveCode.OTHER_PLACE_AND_DAY, Unit.CHAPTER, True): gettext_lazy(
        "Instead of chapter %(was_number)d by %(was_due)s, it is now chapter %(number)d by %(due)s."
    ),
    (MoveCode.OTHER_PLACE_AND_DAY, Unit.PAGE, True): gettext_lazy(
        "Instead of page %(was_number)d by %(was_due)s, it is now page %(number)d by %(due)s."
    ),
    (MoveCode.NEW, Unit.CHAPTER, True): gettext_lazy(
        "New: to the end of chapter %(number)d by %(due)s."
    ),
    (MoveCode.NEW, Unit.PAGE, True): gettext_lazy("New: to the end of page %(number)d by %(due)s."),
    (MoveCode.NEW, Unit.CHAPTER, False): gettext_lazy("New: to the end of chapter %(number)d."),
    (MoveCode.NEW, Unit.PAGE, False): gettext_lazy("New: to the end of page %(number)d."),
    (MoveCode.GONE, Unit.CHAPTER, True): gettext_lazy(
        "The end of chapter %(number)d, due on %(due)s, is no longer in the plan."
    ),
    (MoveCode.GONE, Unit.PAGE, True): gettext_lazy(
        "The end of page %(number)d, due on %(due)s, is no longer in the plan."
    ),
    (MoveCode.GONE, Unit.CHAPTER, False): gettext_lazy(
        "The end of chapter %(number)d is no longer in the plan."
    ),
    (MoveCode.GONE, Unit.PAGE, False): gettext_lazy(
        "The end of page %(number)d is no longer in the plan."
    ),
    (MoveCode.DAY_GIVEN, Unit.SHARE, True): gettext_lazy("%(number)s is now due on %(due)s."),
    (MoveCode.OTHER_PLACE, Unit.SHARE, True): gettext_lazy(
        "By %(due)s, read to %(number)s instead of %(was_number)s."
    ),
    (MoveCode.OTHER_PLACE, Unit.SHARE, False): gettext_lazy(
        "A milestone without a day is now at %(number)s instead of %(was_number)s."
    ),
    (MoveCode.OTHER_PLACE_AND_DAY, Unit.SHARE, True): gettext_lazy(
        "Instead of %(was_number)s by %(was_due)s, it is now %(number)s by %(due)s."
    ),
    (MoveCode.NEW, Unit.SHARE, True): gettext_lazy("New: to %(number)s by %(due)s."),
    (MoveCode.NEW, Unit.SHARE, False): gettext_lazy("New: to %(number)s."),
    (MoveCode.GONE, Unit.SHARE, True): gettext_lazy(
        "%(number)s, due on %(due)s, is no longer in the plan."
    ),
    (MoveCode.GONE, Unit.SHARE, False): gettext_lazy("%(number)s is no longer in the plan."),
}
