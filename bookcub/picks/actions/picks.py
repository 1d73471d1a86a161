"""Begin to choose, set another deadline, give up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, pgettext

from bookcub.clubs.models import Club, Membership
from bookcub.core.clock import now
from bookcub.picks import signals
from bookcub.picks.actions.evenings import evening_after
from bookcub.picks.actions.leftovers import carry_over
from bookcub.picks.models import Pick, PickRules, Stage
from bookcub.picks.queries.decided import STOPPED
from bookcub.picks.queries.rules import rules_of
from bookcub.picks.queries.turns import turn_in


class NotNowError(Exception):
    """What was asked cannot be done (any more); it says why, for people, and in a word for programs."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


def locked(pick: Pick) -> Pick:
    """The pick as it is now; nobody else changes it, or who belongs, until the transaction ends.

    Raises NotNowError for one that was put into the trash.
    """
    pick.club.lock()
    fresh = Pick.objects.select_related("club").get(pk=pick.pk)
    if fresh.is_discarded:
        raise NotNowError(
            gettext("A host has deleted this in the meantime. Ask one of them to bring it back."),
            code="deleted",
        )
    return fresh


def ensure_belongs(by: Membership) -> None:
    """Raise NotNowError where somebody has left since they opened the page. Wants the club locked."""
    if not Membership.objects.current().filter(pk=by.pk).exists():
        raise NotNowError(
            gettext(
                "You are no longer a member of this club. Ask a host if you think that is a mistake."
            ),
            code="left",
        )


@transaction.atomic
def open_pick(  # noqa: PLR0913  # all that may be said at the beginning; keyword-only
    *,
    club: Club,
    by: Membership,
    word: str = "",
    nominations_close_at: datetime | None = None,
    is_told: bool = True,
    keeping: Collection[int] | None = None,
    rules: PickRules | None = None,
) -> Pick:
    """Begin to choose by the club's rules as they stand, or by others this once. Raises NotNowError while another is under way.

    What did not win last time stands in it at once; or of that only what `keeping` holds, by ids of nominations.
    """
    club.lock()
    ensure_belongs(by)
    if Pick.objects.filter(club=club).under_way().exists():
        raise NotNowError(
            pgettext(
                "plural you", "You are already choosing a book. Finish that first, or stop it."
            ),
            code="under_way",
        )

    rules = rules or rules_of(club)
    terms = rules.terms()
    last = Pick.objects.filter(club=club).aggregate(Max("number"))["number__max"] or 0
    pick = Pick(
        club=club,
        number=last + 1,
        rules=asdict(terms),
        method=rules.method,
        opened_by=by,
        opened_at=now(),
        word=word,
        nominations_close_at=nominations_close_at or evening_after(club, terms.nominating_days),
    )
    if pick.is_by_turns:
        pick.turn_of = turn_in(club, None).whose
    pick.save()
    carry_over(pick, keeping=keeping)
    if is_told:
        transaction.on_commit(partial(signals.pick_opened.send, Pick, pick=pick, by=by))
    return pick


@transaction.atomic
def open_or_current(*, club: Club, by: Membership, is_told: bool = True) -> Pick:
    """The pick that is under way, or a new one where a club takes turns: it needs no ceremony."""
    club.lock()
    current = Pick.objects.filter(club=club).under_way().select_related("club").first()
    return current or open_pick(club=club, by=by, is_told=is_told)


@transaction.atomic
def move_deadline(*, pick: Pick, closes_at: datetime) -> Pick:
    """Another day for what is going on now. Raises NotNowError where nothing waits for a day."""
    fresh = locked(pick)
    if fresh.is_voting:
        fresh.vote_closes_at = closes_at
    elif fresh.is_nominating and not fresh.is_by_turns:
        fresh.nominations_close_at = closes_at
    else:
        raise NotNowError(
            gettext("There is no deadline to move just now. The page shows how things stand."),
            code="no_deadline",
        )
    fresh.reminded_at = None
    fresh.save(update_fields=["vote_closes_at", "nominations_close_at", "reminded_at"])
    return fresh


@transaction.atomic
def cancel_pick(*, pick: Pick, by: Membership) -> Pick:
    """Give up choosing; what was suggested stays in the history. Raises NotNowError once it is over."""
    fresh = locked(pick)
    ensure_belongs(by)
    if not fresh.is_under_way:
        raise NotNowError(
            gettext("This is already over. The page shows what came of it."), code="over"
        )
    fresh.stage = Stage.CANCELLED
    fresh.closed_at = now()
    fresh.how = STOPPED
    fresh.save(update_fields=["stage", "closed_at", "how"])
    transaction.on_commit(partial(signals.pick_cancelled.send, Pick, pick=fresh, by=by))
    return fresh
