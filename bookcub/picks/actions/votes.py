"""Vote, and take one's ballot back."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, ngettext

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.picks.actions.closing import close
from bookcub.picks.actions.picks import NotNowError, ensure_belongs, locked
from bookcub.picks.models import Ballot, Pick
from bookcub.picks.queries.options import options_of


@transaction.atomic
def vote(
    *, pick: Pick, by: Membership, ranking: Sequence[int], whose: Membership | None = None
) -> Pick:
    """Cast or change one's ballot: numbers of nominations, the best first, or those approved. The last ballot closes the vote.

    A host casts it for somebody (`whose`) who belongs by name alone.

    Raises NotNowError once the vote is closed, ValidationError for an empty ballot, a number that does not stand to
    the vote, the same one twice, or more ticks than the rules give each.
    """
    fresh = locked(pick)
    ensure_belongs(by)
    if whose is not None:
        _ensure_speaks_for(by, whose)
    if not fresh.is_voting:
        raise NotNowError(closed(), code="closed")
    if not ranking:
        raise ValidationError(
            gettext("Your ballot is empty. Choose at least one book."), code="empty"
        )
    _ensure_few_enough(fresh, ranking)
    if len(set(ranking)) < len(ranking):
        raise ValidationError(
            gettext("The same book is on your ballot twice. Leave one of them out."), code="twice"
        )
    if not set(ranking) <= {each.number for each in options_of(fresh)}:
        raise ValidationError(
            gettext(
                "One of these books is no longer on the ballot. Reload the page to see what is."
            ),
            code="not_standing",
        )

    at = now()
    cast = {"ranking": list(ranking), "changed_at": at, "said_by": by if whose else None}
    Ballot.objects.update_or_create(
        pick=fresh,
        membership=whose or by,
        defaults=cast,
        create_defaults=cast | {"cast_at": at},
    )
    return close(pick=fresh, due_at=at)


def _ensure_few_enough(pick: Pick, ranking: Sequence[int]) -> None:
    most = pick.ticks_each
    if most and len(ranking) > most:
        raise ValidationError(
            ngettext(
                "Everybody has %(most)d vote. Take some ticks away.",
                "Everybody has %(most)d votes. Take some ticks away.",
                most,
            )
            % {"most": most},
            code="too_many",
        )


def _ensure_speaks_for(by: Membership, whose: Membership) -> None:
    hosts = Membership.objects.hosts().filter(pk=by.pk, club=whose.club_id)
    names = Membership.objects.by_name().filter(pk=whose.pk)
    if not (hosts.exists() and names.exists()):
        raise NotNowError(
            gettext("Only hosts of this club can do that. Ask one of them."), code="not_host"
        )


@transaction.atomic
def take_back(*, pick: Pick, by: Membership) -> None:
    """Be as if one had not voted. Raises NotNowError once the vote is closed."""
    fresh = locked(pick)
    if not fresh.is_voting:
        raise NotNowError(closed(), code="closed")
    Ballot.objects.filter(pick=fresh, membership=by).delete()


def closed() -> str:
    """Why it is too late."""
    return gettext("The vote is closed, so your ballot stays as it was.")
