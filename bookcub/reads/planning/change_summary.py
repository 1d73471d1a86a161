"""What moved between two states of a plan, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bookcub.reads.planning.milestone import PlannedMilestone
from bookcub.reads.planning.phrases import counted, day, sentence

ONE_BY_ONE = 2  # new or gone milestones that are told one by one
AT_MOST = 5  # sentences about single milestones; the rest is summed up


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


def told(
    before: Sequence[PlannedMilestone], after: Sequence[PlannedMilestone], *, unit: str, today: date
) -> list[str]:
    """One sentence for what moved; nothing when nothing did."""
    teller = _Teller(unit, today)
    all_pairs = pairs(before, after)
    moved = [pair for pair in all_pairs if pair.new_day and not pair.new_place]
    changes = teller.days(moved)
    changes += teller.one_by_one([pair for pair in all_pairs if pair.new_place])
    changes += teller.added([pair.after for pair in all_pairs if not pair.before and pair.after])
    changes += teller.gone([pair.before for pair in all_pairs if not pair.after and pair.before])
    return [sentence(one) for one in changes]


@dataclass(frozen=True, slots=True)
class _Teller:
    unit: str
    today: date

    def days(self, moved: Sequence[MilestonePair]) -> list[str]:
        """Days that moved: if all moved alike, in one breath."""
        shifts = {pair.shift for pair in moved}
        if len(moved) > 1 and len(shifts) == 1 and (shift := shifts.pop()):
            last = moved[-1].after
            way = "later" if shift > timedelta() else "earlier"
            rest = f"everything after it is {counted(abs(shift.days), 'day')} {way} too"
            until = f", to {self._day(last.due)}" if last and last.due else ""
            return [f"{self._moved(moved[0])}; {rest}{until}"]
        return self._few([self._moved(pair) for pair in moved], "due on another day now")

    def one_by_one(self, moved: Sequence[MilestonePair]) -> list[str]:
        return self._few([self._placed(pair) for pair in moved], "to another place now")

    def added(self, new: Sequence[PlannedMilestone]) -> list[str]:
        if len(new) > ONE_BY_ONE:
            last = new[-1]
            return [f"{counted(len(new), 'milestone')} more, the last {self._goal(last)}"]
        return [f"new: {self._goal(one)}" for one in new]

    def gone(self, old: Sequence[PlannedMilestone]) -> list[str]:
        if len(old) > ONE_BY_ONE:
            return [f"{counted(len(old), 'milestone')} fell away"]
        return [f"what was due {self._on(one.due)}, {self._end(one)}, fell away" for one in old]

    def _few(self, changes: list[str], rest: str) -> list[str]:
        if len(changes) <= AT_MOST:
            return changes
        more = len(changes) - AT_MOST + 1
        return [*changes[: AT_MOST - 1], f"{counted(more, 'milestone')} more: {rest}"]

    def _moved(self, pair: MilestonePair) -> str:
        if pair.before is None or pair.after is None:
            return ""
        if pair.before.due is None:
            return f"{self._end(pair.after)} is due {self._on(pair.after.due)} now"
        if pair.after.due is None:
            return f"what was due {self._on(pair.before.due)} has no day any more"
        return f"what was due {self._on(pair.before.due)} is now due {self._on(pair.after.due)}"

    def _placed(self, pair: MilestonePair) -> str:
        if pair.before is None or pair.after is None:
            return ""
        when = f"by {self._day(pair.after.due)}" if pair.after.due else "without a day"
        was = f"not {pair.before.number}"
        if pair.new_day and pair.before.due:
            was = f"not {pair.before.number} by {self._day(pair.before.due)}"
        return f"{when} it is now to {self._end(pair.after)}, {was}"

    def _goal(self, milestone: PlannedMilestone) -> str:
        when = f" by {self._day(milestone.due)}" if milestone.due else ""
        return f"to {self._end(milestone)}{when}"

    def _end(self, milestone: PlannedMilestone) -> str:
        return f"the end of {self.unit} {milestone.number}"

    def _day(self, when: date | None) -> str:
        return day(when, self.today) if when else "no day"

    def _on(self, when: date | None) -> str:
        return f"on {self._day(when)}" if when else "on no day"


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
