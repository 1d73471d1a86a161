"""Whom a pick waits for."""

from __future__ import annotations

from bookcub.clubs.models import Membership, MembershipQuerySet
from bookcub.picks.models import Nomination, Pick, Stage
from bookcub.picks.queries.turns import turn_in


def members_to_remind(pick: Pick) -> MembershipQuerySet:
    """Those a reminder is for: who has not suggested, has not voted, has the turn, or hosts."""
    members = Membership.objects.current().filter(club=pick.club_id)
    if pick.stage == Stage.TIED:
        return members.hosts()
    if pick.stage == Stage.VOTING:
        return members.exclude(pk__in=pick.ballots.values("membership"))
    if pick.stage != Stage.NOMINATING:
        return members.none()
    if pick.is_by_turns:
        whose = turn_in(pick.club, pick).whose
        return members.filter(pk=whose.pk) if whose else members
    suggested = Nomination.objects.made_for(pick)
    return members.exclude(pk__in=suggested.values("membership"))
