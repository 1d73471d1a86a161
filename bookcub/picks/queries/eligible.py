"""Which nominations of a pick can be chosen: not taken back, still there, and readable by everybody in the club."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bookcub.clubs.models import Membership
from bookcub.picks.models import Nomination, Pick
from bookcub.reads.queries.readable import readable_by_all


def eligible_nominations(pick: Pick) -> list[Nomination]:
    """The nominations that could be read next, by their numbers."""
    found = list(pick.nominations.available().select_related("membership__pseud", "work", "book"))
    ids = {each.work_id for each in found if each.work_id is not None}
    readable = readable_by_all(ids, pick.club)
    return [each for each in found if each.work_id is None or each.work_id in readable]


def going_on(pick: Pick, standing: Sequence[Nomination]) -> tuple[list[Nomination], bool]:
    """Those that have enough seconds; where none has, those with the most, and that it is so."""
    seconds = seconds_of(pick, standing)
    needed = pick.terms.seconds_needed
    enough = [each for each in standing if seconds[each.number] >= needed]
    if enough:
        return enough, False
    most = max(seconds.values(), default=0)
    return [each for each in standing if seconds[each.number] == most], True


def seconds_of(pick: Pick, nominations: Iterable[Nomination]) -> dict[int, int]:
    """How many of those who belong now second each nomination, by its number."""
    counted = {each.number: 0 for each in nominations}
    current = Membership.objects.current().filter(club=pick.club_id)
    rows = pick.nominations.filter(seconds__membership__in=current)
    for number in rows.values_list("number", flat=True):
        if number in counted:
            counted[number] += 1
    return counted
