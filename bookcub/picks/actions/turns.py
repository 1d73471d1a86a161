"""Take one's turn: choose, let it pass, let chance choose."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.core.clock import now
from bookcub.picks import signals
from bookcub.picks.actions.closing import finish
from bookcub.picks.actions.evenings import evening_after
from bookcub.picks.actions.nominations import nominate
from bookcub.picks.actions.picks import NotNowError, ensure_belongs, locked, open_or_current
from bookcub.picks.counting import lottery
from bookcub.picks.counting.written import write
from bookcub.picks.models import Nomination, Pick, TurnPassed
from bookcub.picks.queries.eligible import eligible_nominations
from bookcub.picks.queries.turns import turn_in
from bookcub.reads.actions.books import BookFields
from bookcub.reads.models import Read
from bookcub.works.models import Work


@transaction.atomic
def bring(*, club: Club, by: Membership, what: Work | BookFields, why: str = "") -> Read:
    """In one's own turn: this is what we read next. Raises NotNowError, ValidationError as `nominate` does."""
    pick = open_or_current(club=club, by=by, is_told=False)
    _ensure_turn(pick, by)
    nomination = nominate(pick=pick, by=by, what=what, why=why, is_own_turn=True)
    return choose_in_turn(pick=pick, nomination=nomination, by=by)


@transaction.atomic
def choose_in_turn(*, pick: Pick, nomination: Nomination, by: Membership) -> Read:
    """In one's own turn: take what somebody has suggested. Raises NotNowError."""
    fresh = locked(pick)
    _ensure_turn(fresh, by)
    fresh.turn_of = by
    return finish(fresh, nomination, by=by)


@transaction.atomic
def let_chance_choose(*, pick: Pick, by: Membership) -> Read:
    """In one's own turn: draw one of the suggestions by the pick's seed. Raises NotNowError without any."""
    fresh = locked(pick)
    _ensure_turn(fresh, by)
    options = eligible_nominations(fresh)
    if not options:
        raise NotNowError(
            gettext(
                "There are no wishes yet that everybody in the club can read. "
                "Choose a book yourself, or wait for a wish."
            ),
            code="nothing_suggested",
        )
    fresh.turn_of = by
    tickets = lottery.tickets_for(dict.fromkeys((each.number for each in options), 1))
    drawn = lottery.draw(fresh.seed, tickets)
    fresh.count = {"options": [each.number for each in options], "result": write(drawn)}
    winner = next(each for each in options if each.number == drawn.winner)
    return finish(fresh, winner, by=by)


@transaction.atomic
def pass_turn(*, club: Club, whose: Membership, by: Membership) -> Pick:
    """Let a turn go by: one's own, or as a host somebody's who does not answer. Raises NotNowError if it is not theirs."""
    pick = locked(open_or_current(club=club, by=by, is_told=False))
    ensure_belongs(by)
    turn = turn_in(club, pick)
    if not pick.is_by_turns or not pick.is_nominating or turn.whose != whose:
        raise NotNowError(
            gettext("It is somebody else’s turn by now. The page shows whose."),
            code="not_their_turn",
        )
    TurnPassed.objects.create(pick=pick, membership=whose, at=now())
    _hand_to(pick, turn.if_passed)
    return pick


@transaction.atomic
def hand_on_left_turns(*, pick: Pick) -> Pick:
    """Whoever left the club has no turn any more: the next one has it."""
    fresh = locked(pick)
    turn = turn_in(fresh.club, fresh)
    if (
        fresh.is_by_turns
        and fresh.is_nominating
        and turn.whose
        and turn.whose.pk != fresh.turn_of_id
    ):
        _hand_to(fresh, turn.whose)
    return fresh


def _hand_to(pick: Pick, member: Membership | None) -> None:
    pick.turn_of = member
    pick.reminded_at = None
    pick.nominations_close_at = evening_after(pick.club, pick.terms.nominating_days)
    pick.save(update_fields=["turn_of", "reminded_at", "nominations_close_at"])
    if member is not None:
        transaction.on_commit(partial(signals.turn_came.send, Pick, pick=pick, membership=member))


def _ensure_turn(pick: Pick, by: Membership) -> None:
    ensure_belongs(by)
    if not pick.is_by_turns or not pick.is_nominating:
        raise NotNowError(
            gettext("The next read has already been chosen. The page shows it."), code="over"
        )
    whose = turn_in(pick.club, pick).whose
    # When everybody has let it pass, whoever finds something may bring it.
    if whose is not None and whose != by:
        raise NotNowError(
            gettext("It is %(name)s’s turn to choose.") % {"name": whose.name},
            code="not_their_turn",
        )
