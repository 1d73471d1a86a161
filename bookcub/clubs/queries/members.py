"""Who belongs to a club, who is asked in, and who asks: as a member may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from bookcub.clubs.models import (
    AdmissionAnswer,
    Club,
    ClubInvitation,
    InvitationLink,
    JoinRequest,
    MemberCard,
    Membership,
)
from bookcub.clubs.policies import may_host, may_invite, may_take_back
from bookcub.core.clock import now
from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member."""

    membership: Membership
    is_me: bool
    together_since: datetime  # since when both belong


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One invitation, as those who asked may know it."""

    invitation: ClubInvitation
    answer: AdmissionAnswer
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class MembersPage:
    """`/clubs/<id>/members`."""

    club: Club
    me: Membership
    members: Sequence[MemberLine]
    names: Sequence[Membership]  # those who belong by name alone
    cards: Sequence[MemberCard]  # that can still be used
    former: Sequence[Membership]
    invitations: Sequence[InvitationLine]
    link: InvitationLink | None
    requests: int
    hosts: int

    @property
    def has_names(self) -> bool:
        """Whether some are names only, as they come with a club from another archive."""
        return any(row.user_id is None and row.left_at is None for row in self.former)

    @property
    def may_host(self) -> bool:
        return may_host(self.me)

    @property
    def may_invite(self) -> bool:
        return may_invite(self.me)


def members_page(me: Membership) -> MembersPage:
    """Six queries at most."""
    club = me.club
    rows = Membership.objects.visible_to(me.user) if me.user else Membership.objects.none()
    rows = rows.filter(club=club).select_related("pseud__user", "club")
    current = [row for row in rows if row.is_current]
    current.sort(key=lambda row: (not row.is_host, row.joined_at, row.pk))
    return MembersPage(
        club=club,
        me=me,
        members=[
            MemberLine(row, row.pk == me.pk, max(row.joined_at, me.joined_at)) for row in current
        ],
        names=[row for row in rows if row.is_by_name and row.left_at is None],
        cards=list(_cards(club)) if may_host(me) else [],
        former=[
            row for row in rows if not (row.is_current or (row.is_by_name and row.left_at is None))
        ],
        invitations=_invitations(me) if may_invite(me) else [],
        link=live_link(club) if may_invite(me) else None,
        requests=requests_of(club, me.user).count() if me.user and may_host(me) else 0,
        hosts=sum(row.is_host for row in current),
    )


def _cards(club: Club) -> QuerySet[MemberCard]:
    return MemberCard.objects.alive().filter(club=club).select_related("membership__pseud")


def live_link(club: Club) -> InvitationLink | None:
    link = InvitationLink.objects.filter(club=club).first()
    return link if link is not None and link.is_alive(now()) else None


def _invitations(me: Membership) -> list[InvitationLine]:
    """What looks open, and what was told. A silent no stands among the open ones."""
    sent = (
        ClubInvitation.objects.filter(club=me.club)
        .exclude(answer__in=[AdmissionAnswer.ACCEPTED, AdmissionAnswer.WITHDRAWN])
        .select_related("user", "by")
    )
    if me.user:
        sent = sent.telling_words_to(me.user)
    if not may_host(me):
        sent = sent.filter(by=me.pseud_id)
    return [
        InvitationLine(one, one.as_told, may_take_back(me, invited_by=one.by_id)) for one in sent
    ]


def requests_of(club: Club, host: User) -> QuerySet[JoinRequest]:
    """What waits for a host's answer now."""
    today = timezone.localdate()
    waiting = (
        JoinRequest.objects.waiting().heard_by(host).filter(Q(back_on=None) | Q(back_on__lte=today))
    )
    return waiting.filter(club=club).select_related("pseud__user")


def postponed_of(club: Club, host: User) -> QuerySet[JoinRequest]:
    """What the hosts have answered "not yet" until a day."""
    later = (
        JoinRequest.objects.waiting()
        .heard_by(host)
        .filter(back_on__gt=timezone.localdate(), club=club)
    )
    return later.select_related("pseud__user")
