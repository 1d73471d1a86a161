"""How a club chooses."""

from __future__ import annotations

from bookcub.clubs.models import Club
from bookcub.picks.models import Method, PickRules


def choose_by(*, club: Club, method: Method, **rules: object) -> PickRules:
    """Let the club choose in this way from now on; `rules` are fields of PickRules. Picks under way keep theirs."""
    kept, _ = PickRules.objects.update_or_create(club=club, defaults={"method": method, **rules})
    return kept
