"""What happens when a phase of a pick ends: to the vote, to a host, to the next read.

`Pick.count` keeps what is needed to follow it afterwards:
`options` (numbers that stood to the vote), `left_out` (number → why not), `fell_back` (nothing had enough seconds),
`decisions` (what hosts said of ties), `result` (the count or the draw, see `picks.counting.written`).
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.picks import signals
from bookcub.picks.actions.evenings import evening_after
from bookcub.picks.actions.picks import NotNowError, ensure_belongs, locked
from bookcub.picks.counting import lottery, ranked
from bookcub.picks.counting.ties import Decision, TieQuestion
from bookcub.picks.counting.written import read, write, write_decision
from bookcub.picks.models import Method, Nomination, Pick, Stage
from bookcub.picks.queries.eligible import eligible_nominations, going_on, seconds_of
from bookcub.picks.queries.options import count_of, options_of
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import Read
from bookcub.reads.queries.readable import readable_by_all
from bookcub.works.models import Work

GONE, TOO_FEW = "gone", "seconds"  # why a nomination does not stand to the vote


@transaction.atomic
def close(
    *,
    pick: Pick,
    by: Membership | None = None,
    due_at: datetime | None = None,
    stage: str = "",
) -> Pick:
    """End what is going on now: suggestions, or the vote; with `stage` only that of the two.

    With `due_at` only if its deadline has come by then, as it stands now (a host may have moved it), or everybody has
    voted. Raises NotNowError where there is nothing to end.
    """
    fresh = locked(pick)
    if by is not None:
        ensure_belongs(by)
    is_early = due_at is not None and (fresh.closes_at is None or fresh.closes_at > due_at)
    if is_early and not Pick.objects.voted_by_all().filter(pk=fresh.pk).exists():
        return fresh
    if stage and fresh.is_under_way and fresh.stage != stage:
        raise NotNowError(
            gettext("Choosing has gone on in the meantime. The page shows what is open now."),
            code="gone_on",
        )
    if fresh.is_voting:
        _close_vote(fresh, by)
    elif fresh.is_nominating and not fresh.is_by_turns:
        _close_nominations(fresh, by, is_due=due_at is not None)
    else:
        raise NotNowError(
            gettext("This has already been closed. The page shows what came of it."), code="over"
        )
    return fresh


@transaction.atomic
def choose(*, pick: Pick, nomination: Nomination, by: Membership) -> Read:
    """A host decides for this one: where the rules say so, or where nobody voted. Raises NotNowError."""
    fresh = locked(pick)
    ensure_belongs(by)
    by_host = fresh.method == Method.HOST and fresh.is_nominating
    if not (by_host or (fresh.waits_for_host and not fresh.tied)):
        raise NotNowError(
            gettext("This has already been decided. The page shows the result."), code="over"
        )
    return finish(fresh, nomination, by=by)


@transaction.atomic
def resolve_tie(*, pick: Pick, nomination: Nomination, by: Membership) -> Pick:
    """Say which of the tied wins, or goes out; then the count goes on. Raises NotNowError."""
    fresh = locked(pick)
    ensure_belongs(by)
    if not fresh.waits_for_host or nomination.number not in fresh.tied:
        raise NotNowError(
            gettext("This tie has already been broken. The page shows what came of it."),
            code="nothing_level",
        )
    counted = read(fresh.count["result"])
    asked = counted.question if isinstance(counted, ranked.Count) else None
    decision = Decision(asked or TieQuestion.WINS, frozenset(fresh.tied), nomination.number)
    fresh.count.setdefault("decisions", []).append(write_decision(decision))
    _count(fresh, by)
    return fresh


@transaction.atomic
def reopen_vote(*, pick: Pick, by: Membership, closes_at: datetime) -> Pick:
    """Give a vote in which nobody voted more time. Raises NotNowError where there is nothing to reopen."""
    fresh = locked(pick)
    ensure_belongs(by)
    if not (fresh.waits_for_host and fresh.is_by_vote and not fresh.tied):
        raise NotNowError(
            gettext("This vote cannot be opened again: it has ended with a result or a tie."),
            code="closed",
        )
    fresh.stage = Stage.VOTING
    fresh.vote_closes_at, fresh.reminded_at = closes_at, None
    fresh.save(update_fields=["stage", "vote_closes_at", "reminded_at"])
    transaction.on_commit(partial(signals.vote_opened.send, Pick, pick=fresh))
    return fresh


def finish(pick: Pick, nomination: Nomination, *, by: Membership | None) -> Read:
    """This one it is: close the pick and begin the read, or let it wait for what is read now.

    Wants the pick locked; raises NotNowError if it is gone.
    """
    # Its author may be deleting it just now, or has since the nomination was loaded: one of the two comes first.
    if nomination.work_id and (work := Work.objects.filter(pk=nomination.work_id).first()):
        work.lock()
    chosen = (
        pick.nominations.available().select_related("work", "book").filter(pk=nomination.pk).first()
    )
    if chosen is None or not _is_open_to_all(pick, chosen):
        raise NotNowError(
            gettext(
                "Not everybody in the club can read “%(title)s” any longer, so it cannot be chosen."
            )
            % {"title": nomination.title},
            code="not_for_all",
        )
    pick.stage = Stage.PICKED
    pick.winner = chosen
    pick.closed_at = now()
    pick.tied = []
    begun = begin_read(
        club=pick.club,
        work=chosen.work,
        book=chosen.book,
        brought_by=chosen.membership,
        after_others=True,
    )
    pick.read = begun
    pick.save()
    transaction.on_commit(partial(signals.picked.send, Pick, pick=pick, read=begun, by=by))
    return begun


def _is_open_to_all(pick: Pick, nomination: Nomination) -> bool:
    if nomination.work_id is None:
        return True
    return bool(readable_by_all([nomination.work_id], pick.club))


def _close_nominations(pick: Pick, by: Membership | None, *, is_due: bool) -> None:
    standing = eligible_nominations(pick)
    if not standing:
        if not is_due:
            raise NotNowError(
                gettext(
                    "There is no suggestion yet that everybody in the club can read. "
                    "Wait for one, or stop choosing."
                ),
                code="nothing_suggested",
            )
        # Choosing waits, without a date, until somebody suggests something.
        pick.nominations_close_at = None
        pick.save(update_fields=["nominations_close_at"])
        return
    options = _with_enough_seconds(pick, standing)
    pick.count["left_out"] = _left_out(pick, standing, options)
    pick.count["options"] = [each.number for each in options]
    if pick.method == Method.HOST:
        _ask_host(pick, [])
    elif pick.method == Method.LOTTERY:
        _draw(pick, options, by)
    elif len(options) == 1:
        finish(pick, options[0], by=by)
    else:
        _open_vote(pick)


def _with_enough_seconds(pick: Pick, standing: list[Nomination]) -> list[Nomination]:
    options, fell_back = going_on(pick, standing)
    if fell_back:
        pick.count["fell_back"] = True
    return options


def _left_out(pick: Pick, standing: list[Nomination], options: list[Nomination]) -> dict[str, str]:
    stand, go_on = ({each.number for each in some} for some in (standing, options))
    not_taken_back = pick.nominations.filter(withdrawn_at=None).values_list("number", flat=True)
    return {
        str(number): TOO_FEW if number in stand else GONE
        for number in not_taken_back
        if number not in go_on
    }


def _open_vote(pick: Pick) -> None:
    pick.stage = Stage.VOTING
    pick.vote_closes_at = evening_after(pick.club, pick.terms.voting_days)
    pick.reminded_at = None
    pick.save()
    transaction.on_commit(partial(signals.vote_opened.send, Pick, pick=pick))


def _draw(pick: Pick, options: list[Nomination], by: Membership | None) -> None:
    tickets = lottery.tickets_for(seconds_of(pick, options))
    drawn = lottery.draw(pick.seed, tickets)
    pick.count["result"] = write(drawn)
    winner = next(each for each in options if each.number == drawn.winner)
    finish(pick, winner, by=by)


def _close_vote(pick: Pick, by: Membership | None) -> None:
    options = options_of(pick)
    if not options:
        # All that stood to the vote was taken back or is closed: suggestions begin anew.
        pick.reopen_suggestions()
        pick.nominations_close_at = None
        pick.ballots.all().delete()
        pick.save()
        transaction.on_commit(partial(signals.pick_opened.send, Pick, pick=pick, by=by))
        return
    for number in set(pick.count["options"]) - {each.number for each in options}:
        pick.count["left_out"][str(number)] = GONE
    _count(pick, by)


def _count(pick: Pick, by: Membership | None) -> None:
    options = options_of(pick)
    counted = count_of(pick, options)
    pick.count["result"] = write(counted)
    if counted.winner is not None:
        winner = next(each for each in options if each.number == counted.winner)
        finish(pick, winner, by=by)
    elif counted.is_without_votes:
        _ask_host(pick, [])
    else:
        _ask_host(pick, list(counted.tied))


def _ask_host(pick: Pick, tied: list[int]) -> None:
    pick.stage = Stage.TIED
    pick.tied = tied
    pick.reminded_at = None
    pick.save()
    transaction.on_commit(partial(signals.host_asked.send, Pick, pick=pick))
