"""How a club chooses."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.core.clock import now
from bookcub.picks import signals
from bookcub.picks.actions.evenings import evening_after
from bookcub.picks.actions.picks import NotNowError, ensure_belongs, locked
from bookcub.picks.models import Method, Pick, PickRules
from bookcub.picks.queries.options import cast_in
from bookcub.picks.queries.rules import goes_by, rules_of
from bookcub.picks.queries.turns import turn_in


def choose_by(*, club: Club, method: Method, **rules: object) -> PickRules:
    """Let the club choose in this way from now on; `rules` are fields of PickRules. Picks under way keep theirs."""
    kept, _ = PickRules.objects.update_or_create(club=club, defaults={"method": method, **rules})
    return kept


@transaction.atomic
def adopt_rules(*, pick: Pick, by: Membership) -> Pick:
    """Let a pick in which nobody has voted yet go by the club's rules as they are now. Raises NotNowError.

    Its suggestions stay, and so do a vote where the new rules know one and a turn where they go by turns as well; else
    suggestions are open again. Where it goes by these rules already, nothing happens.
    """
    fresh = locked(pick)
    ensure_belongs(by)
    if not fresh.is_under_way:
        raise NotNowError(
            gettext("This is already over. The page shows what came of it."), code="over"
        )
    if cast_in(fresh):
        raise NotNowError(
            gettext(
                "Somebody has voted by the rules as they were, so this choice keeps them. "
                "The new ones apply from the next time on."
            ),
            code="voted",
        )

    rules = rules_of(fresh.club)
    if goes_by(fresh, rules):
        return fresh  # a second press: nothing opens again, and nobody is told again
    was_by_turns, was_by_vote = fresh.is_by_turns, fresh.is_by_vote
    # Beside the rules, so that the page can say what is new, and who made it so.
    before = {"method": fresh.method, "rules": asdict(fresh.terms)}
    changed = {"at": now().isoformat(), "by": by.pk, **before}
    fresh.method = rules.method
    fresh.rules = asdict(rules.terms()) | {"changed": changed}
    fresh.ballots.all().delete()  # of those who have left
    fresh.turn_of = turn_in(fresh.club, fresh).whose if fresh.is_by_turns else None
    if not (fresh.is_voting and was_by_vote and fresh.is_by_vote):
        if not fresh.is_nominating or was_by_turns != fresh.is_by_turns:
            fresh.nominations_close_at = evening_after(fresh.club, fresh.terms.nominating_days)
            fresh.reminded_at = None
            transaction.on_commit(partial(signals.pick_opened.send, Pick, pick=fresh, by=by))
        fresh.reopen_suggestions()
    fresh.save()
    return fresh
