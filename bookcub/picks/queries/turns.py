"""Whose turn it is in a club, from what was chosen before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bookcub.clubs.models import Club, Membership
from bookcub.picks.counting import turns
from bookcub.picks.models import Method, Pick, Stage
from bookcub.reads.models import Read


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is and who comes after; nobody's when all have let it pass."""

    whose: Membership | None
    after: Membership | None  # once they have chosen
    if_passed: Membership | None  # who has it if they let it pass


def turn_in(club: Club, pick: Pick | None) -> Turn:
    """The turn in a pick under way, or the next one's when none is. A handful of queries.

    What the pick's row says holds while that member belongs; somebody who left has no turn.
    """
    members = {each.pk: each for each in members_of(club)}
    line = turns.line({pk: each.joined_at for pk, each in members.items()}, turns_had(club))
    passed = passed_in(pick)
    named = pick.turn_of_id if pick else None
    whose = named if named in members else turns.turn_of(line, passed)
    rest = [each for each in line if each.member != whose]
    after = rest[0].member if rest else whose
    if_passed = turns.turn_of(rest, passed)
    return Turn(*(members.get(pk or 0) for pk in (whose, after, if_passed)))


def members_of(club: Club) -> list[Membership]:
    """Those who belong, with the names that others read."""
    return list(Membership.objects.current().filter(club=club).select_related("pseud", "user"))


def passed_in(pick: Pick | None) -> Collection[int]:
    return set(pick.passes.values_list("membership_id", flat=True)) if pick else set()


def turns_had(club: Club) -> list[tuple[int, datetime]]:
    """Who had a book of theirs chosen, and when: by a turn, or in any other way."""
    by_turn = Pick.objects.standing().filter(
        club=club, method=Method.TURNS, stage=Stage.PICKED, turn_of__isnull=False
    )
    others = Read.objects.standing().filter(club=club, brought_by__isnull=False)
    others = others.exclude(pick__in=by_turn)
    had = [(pick.turn_of_id, pick.closed_at) for pick in by_turn]
    had += [(read.brought_by_id, read.made_at) for read in others]
    return [(member, at) for member, at in had if member is not None and at is not None]
