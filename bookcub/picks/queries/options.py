"""What stands to the vote in a pick, and how ties in it are settled."""

from __future__ import annotations

from django.db.models import Count

from bookcub.clubs.models import Membership
from bookcub.picks.counting import approval, ranked
from bookcub.picks.counting.ties import Tiebreak, TiedOption, TieRule
from bookcub.picks.counting.written import read_decision
from bookcub.picks.models import Ballot, Method, Nomination, Pick, Stage
from bookcub.picks.queries.eligible import eligible_nominations


def options_of(pick: Pick) -> list[Nomination]:
    """What people can vote for, or a host decide between, of what can still be read."""
    stands = set(pick.count.get("options", []))
    return [each for each in eligible_nominations(pick) if each.number in stands]


def tiebreak_for(pick: Pick, options: list[Nomination]) -> Tiebreak:
    wins = _wins_before(pick, options)
    standings = {
        each.number: TiedOption(each.number, each.number, wins.get(each.membership_id, 0))
        for each in options
    }
    decisions = tuple(read_decision(each) for each in pick.count.get("decisions", []))
    return Tiebreak(TieRule(pick.terms.tie_rule), standings, pick.seed, decisions)


def count_of(pick: Pick, options: list[Nomination]) -> approval.Approval | ranked.Count:
    """The count as things are now: the ballots of those who belong, on what can still be read."""
    ballots = [ballot.ranking for ballot in cast_in(pick)]
    numbers = [each.number for each in options]
    breaker = tiebreak_for(pick, options)
    if pick.method == Method.APPROVAL:
        return approval.count(ballots, options=numbers, tiebreak=breaker)
    return ranked.count(ballots, options=numbers, tiebreak=breaker)


def cast_in(pick: Pick) -> list[Ballot]:
    """The ballots that count: of those who belong to the club."""
    current = Membership.objects.taking_part().filter(club=pick.club_id)
    return list(pick.ballots.filter(membership__in=current))


def _wins_before(pick: Pick, options: list[Nomination]) -> dict[int, int]:
    """How often the picks of those who brought these ended with something of theirs."""
    won = (
        Pick.objects.standing()
        .filter(club=pick.club_id, stage=Stage.PICKED)
        .filter(winner__membership__in={each.membership_id for each in options})
        .values_list("winner__membership")
        .annotate(times=Count("pk"))
        .order_by()
    )
    return dict(won)
