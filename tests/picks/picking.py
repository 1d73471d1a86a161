"""Short ways for tests about choosing: clubs with rules, suggestions, ballots."""

from __future__ import annotations

from typing import Any

from bookcub.clubs.models import Club, Membership
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.picks.actions.closing import close
from bookcub.picks.actions.nominations import nominate
from bookcub.picks.actions.picks import open_pick
from bookcub.picks.actions.votes import vote
from bookcub.picks.models import Nomination, Pick, PickRules
from bookcub.reads.actions.books import BookFields
from bookcub.works.models import Work
from tests.making import make_club


def club_of(*people: User, **rules: Any) -> Club:
    """A club with these rules; without any, with those every new club has."""
    club = make_club(*people)
    PickRules.objects.filter(club=club).delete()
    if rules:
        PickRules.objects.create(club=club, **rules)
    return club


def member(club: Club, person: User) -> Membership:
    return Membership.objects.get(club=club, user=person)


def begin(club: Club, by: User, **more: Any) -> Pick:
    return open_pick(club=club, by=member(club, by), **more)


def suggest(pick: Pick, by: User, what: Work | str, why: str = "") -> Nomination:
    """A work, or an outside book of this title."""
    book = BookFields(what, author="Somebody", page_count=200) if isinstance(what, str) else what
    return nominate(pick=pick, by=member(pick.club, by), what=book, why=why)


def ballot(pick: Pick, by: User, *ranking: Nomination) -> None:
    vote(pick=pick, by=member(pick.club, by), ranking=[each.number for each in ranking])


def closed(pick: Pick) -> Pick:
    """Close what is going on now, unless the last ballot has done so."""
    now_at = fresh(pick)
    return close(pick=pick) if now_at.is_nominating or now_at.is_voting else now_at


def fresh(pick: Pick) -> Pick:
    return Pick.objects.select_related("club", "winner").get(pk=pick.pk)


def leave(club: Club, person: User) -> None:
    """As leaving does it, for tests that are about what it does to a pick."""
    Membership.objects.filter(club=club, user=person).update(left_at=now())
