"""Cards on paper: made for one person, used once."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, ngettext

from bookcub.clubs import signals
from bookcub.clubs.actions.doors import ensure_welcome
from bookcub.clubs.actions.entering import accept_what_waits, ensure_may_belong, enter, settle
from bookcub.clubs.actions.names import ensure_hosts
from bookcub.clubs.models import Club, Membership
from bookcub.clubs.models.card import GOOD_FOR, MemberCard, hash_of_code, new_code
from bookcub.core.clock import now
from bookcub.people.models import Pseud

CARDS_MAX = 50  # of one club at a time


class DeadCardError(Exception):
    """A code that never was, was used, was taken back or is too old: nobody learns which."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "This code does not work. Compare it with your card. A card works once, for 30 days; "
                "whoever gave it to you can make a new one."
            )
        )


@transaction.atomic
def make_card(
    *, club: Club, by: Membership, member: Membership | None = None, name: str = ""
) -> tuple[MemberCard, str]:
    """A card and its code, which nothing keeps. For a member by name it ends the card they had.

    ValidationError where the club has too many already.
    """
    club.lock()
    ensure_hosts(by)
    MemberCard.objects.filter(club=club, expires_at__lte=now()).delete()
    if member is not None:
        MemberCard.objects.filter(membership=member).delete()
    if MemberCard.objects.alive().filter(club=club).count() >= CARDS_MAX:
        raise ValidationError(
            ngettext(
                "A club can have %(most)d card at a time. Take one back first.",
                "A club can have %(most)d cards at a time. Take one back first.",
                CARDS_MAX,
            )
            % {"most": CARDS_MAX},
            code="too_many",
        )
    code = new_code()
    card = MemberCard.objects.create(
        club=club,
        membership=member,
        name="" if member else name,
        code_hash=hash_of_code(code),
        made_by=by.user,
        expires_at=now() + GOOD_FOR,
    )
    return card, code


@transaction.atomic
def use_card(*, code_hash: str, pseud: Pseud) -> Membership:
    """Become the member whom a card is for, or a new one. The card is gone then.

    Raises DeadCardError, and ValidationError where this person cannot come in by it.
    """
    seen = MemberCard.objects.of_code(code_hash).select_related("club").first()
    if seen is None:
        raise DeadCardError
    seen.club.lock()
    # Only now: who waited for another with the same card asks after it again.
    card = MemberCard.objects.of_code(code_hash).select_related("club", "membership").first()
    if card is None:
        raise DeadCardError
    ensure_welcome(card.club, pseud)
    _ensure_new_here(card, pseud)
    member = (
        _become(card.membership, pseud) if card.membership else enter(club=card.club, pseud=pseud)
    )
    card.delete()
    return member


def _ensure_new_here(card: MemberCard, pseud: Pseud) -> None:
    """Refuse whoever has a membership of their own where the card is for another: one person cannot be both."""
    mine = Membership.objects.filter(club=card.club_id, user=pseud.user_id).first()
    if mine is None or (card.membership is None and not mine.is_current):
        return
    words = (
        gettext("You belong to this club already. The card is still good for somebody else.")
        if mine.is_current
        else gettext(
            "You belonged to this club before, so you cannot take over another name there. Ask a host to invite you."
        )
    )
    raise ValidationError(words, code="known")


def _become(member: Membership, pseud: Pseud) -> Membership:
    """The account takes the place of a name: what was said and answered for it is theirs."""
    ensure_may_belong(pseud)
    member.take_over(pseud=pseud)
    settle(member)
    accept_what_waits(member.club, pseud)
    transaction.on_commit(
        partial(signals.member_joined.send, Membership, membership=member, is_back=False)
    )
    return member
