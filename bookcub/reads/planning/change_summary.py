"""What moved between two states of a plan: codes and facts; `reads.queries.wording` has the sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bookcub.reads.planning.milestone import PlannedMilestone

ONE_BY_ONE = 2  # new or gone milestones that are told one by one
AT_MOST = 5  # moves of single milestones; the rest is summed up


class MoveCode(StrEnum):
    """In which way a plan moved."""

    OTHER_DAY = "other-day"
    ALL_LATER = "all-later"  # one and everything after it, by as many days
    ALL_EARLIER = "all-earlier"
    DAY_GIVEN = "day-given"
    DAY_TAKEN = "day-taken"
    MORE_DAYS = "more-days"  # so many others are due on another day
    OTHER_PLACE = "other-place"
    OTHER_PLACE_AND_DAY = "other-place-and-day"
    MORE_PLACES = "more-places"  # so many others lie at another place
    NEW = "new"
    MANY_NEW = "many-new"  # the last of them is named
    GONE = "gone"
    MANY_GONE = "many-gone"


@dataclass(frozen=True, slots=True)
class PlanMove:
    """One thing that moved: where a milestone is and was, when it is and was due; how many, or by how many days.

    Of one that is gone the place and the day are those it had.
    """

    code: MoveCode
    number: int = 0
    due: date | None = None
    was_number: int = 0
    was_due: date | None = None
    count: int = 0
    until: date | None = None  # the last day that moved with it


@dataclass(frozen=True, slots=True)
class MilestonePair:
    """A milestone as it was and as it is; None where there is none."""

    before: PlannedMilestone | None
    after: PlannedMilestone | None

    @property
    def new_day(self) -> bool:
        return bool(self.before and self.after and self.before.due != self.after.due)

    @property
    def new_place(self) -> bool:
        return bool(self.before and self.after and self.before.number != self.after.number)

    @property
    def shift(self) -> timedelta | None:
        """How far its day moved; None where it had or has none."""
        if self.before and self.after and self.before.due and self.after.due:
            return self.after.due - self.before.due
        return None


def pairs(
    before: Sequence[PlannedMilestone], after: Sequence[PlannedMilestone]
) -> list[MilestonePair]:
    """Which milestone became which: by its row, else what stayed as it was, then chapter, place, day."""
    left = list(before)
    twins: dict[int, PlannedMilestone] = {}
    for names in (("row",), ("number", "due"), ("key",), ("number",), ("due",)):
        for index, milestone in enumerate(after):
            if index not in twins and (twin := _take(left, names, milestone)):
                twins[index] = twin
    found = [MilestonePair(twins.get(index), milestone) for index, milestone in enumerate(after)]
    return found + [MilestonePair(one, None) for one in left]


def moves(before: Sequence[PlannedMilestone], after: Sequence[PlannedMilestone]) -> list[PlanMove]:
    """What moved; nothing when nothing did."""
    all_pairs = pairs(before, after)
    found = _days([pair for pair in all_pairs if pair.new_day and not pair.new_place])
    found += _places([pair for pair in all_pairs if pair.new_place])
    found += _added([pair.after for pair in all_pairs if not pair.before and pair.after])
    found += _gone([pair.before for pair in all_pairs if not pair.after and pair.before])
    return found


def _days(moved: Sequence[MilestonePair]) -> list[PlanMove]:
    """Days that moved: if all moved alike, in one breath."""
    shifts = {pair.shift for pair in moved}
    if len(moved) > 1 and len(shifts) == 1 and (shift := shifts.pop()):
        last = moved[-1].after
        code = MoveCode.ALL_LATER if shift > timedelta() else MoveCode.ALL_EARLIER
        first = _move(code, moved[0])
        return [replace(first, count=abs(shift.days), until=last.due if last else None)]
    return _few([_move(_day_code(pair), pair) for pair in moved], MoveCode.MORE_DAYS)


def _day_code(pair: MilestonePair) -> MoveCode:
    if pair.before and pair.before.due is None:
        return MoveCode.DAY_GIVEN
    if pair.after and pair.after.due is None:
        return MoveCode.DAY_TAKEN
    return MoveCode.OTHER_DAY


def _places(moved: Sequence[MilestonePair]) -> list[PlanMove]:
    return _few([_move(_place_code(pair), pair) for pair in moved], MoveCode.MORE_PLACES)


def _place_code(pair: MilestonePair) -> MoveCode:
    return MoveCode.OTHER_PLACE_AND_DAY if pair.shift else MoveCode.OTHER_PLACE


def _added(new: Sequence[PlannedMilestone]) -> list[PlanMove]:
    if len(new) > ONE_BY_ONE:
        return [PlanMove(MoveCode.MANY_NEW, new[-1].number, new[-1].due, count=len(new))]
    return [PlanMove(MoveCode.NEW, one.number, one.due) for one in new]


def _gone(old: Sequence[PlannedMilestone]) -> list[PlanMove]:
    if len(old) > ONE_BY_ONE:
        return [PlanMove(MoveCode.MANY_GONE, count=len(old))]
    return [PlanMove(MoveCode.GONE, one.number, one.due) for one in old]


def _few(changes: list[PlanMove], rest: MoveCode) -> list[PlanMove]:
    if len(changes) <= AT_MOST:
        return changes
    return [*changes[: AT_MOST - 1], PlanMove(rest, count=len(changes) - AT_MOST + 1)]


def _move(code: MoveCode, pair: MilestonePair) -> PlanMove:
    before, after = pair.before, pair.after
    return PlanMove(
        code,
        number=after.number if after else 0,
        due=after.due if after else None,
        was_number=before.number if before else 0,
        was_due=before.due if before else None,
    )


def _take(
    left: list[PlannedMilestone], names: tuple[str, ...], like: PlannedMilestone
) -> PlannedMilestone | None:
    """Take out the first that agrees with another in all these; nothing agrees with None."""
    wanted = [getattr(like, name) for name in names]
    if None in wanted:
        return None
    for index, milestone in enumerate(left):
        if [getattr(milestone, name) for name in names] == wanted:
            return left.pop(index)
    return None
