"""Who belongs to a club, and who asks to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from bookcub.clubs import signals as clubs
from bookcub.clubs.models import (
    ClubInvitation,
    Involvement,
    JoinRequest,
    Membership,
    MembershipQuerySet,
)
from bookcub.core.page_urls import reverse
from bookcub.notifications.kinds.base import InboxItem, NoticeKind, OfClubItself, Telling, hears
from bookcub.notifications.models import Notice
from bookcub.people.models import User


def people(members: MembershipQuerySet) -> list[User]:
    rows = members.select_related("user__preferences").filter(user__is_active=True)
    return [row.user for row in rows if row.user is not None]


def involved(club_id: int) -> MembershipQuerySet:
    """Members who want to hear of picks and meetings."""
    members = Membership.objects.current().filter(club=club_id)
    return members.exclude(involvement=Involvement.NOTHING)


def hosts(club_id: int) -> MembershipQuerySet:
    return Membership.objects.hosts().filter(club=club_id)


class OfInvitation(NoticeKind[ClubInvitation]):
    subject = ClubInvitation
    related = ("club", "by", "user")


class ClubInvited(OfInvitation):
    """To the invited; a "not yet" that has come to its day is told again."""

    name, label = "invited", gettext_lazy("an invitation to a club")

    @hears(clubs.club_invited, clubs.invitation_returned)
    def invited(self, *, invitation: ClubInvitation, **_: Any) -> Telling:
        by = invitation.by.user_id if invitation.by else None
        return Telling(invitation, to=[invitation.user], by=by, by_letter=True)

    @hears(clubs.invitation_taken_back)
    def taken_back(self, *, invitation: ClubInvitation, **_: Any) -> None:
        self.lines_about(invitation).delete()

    @hears(clubs.invitation_answered)
    def dealt_with(self, *, invitation: ClubInvitation, **_: Any) -> None:
        self.lines_about(invitation).mark_read()

    def open_to(self, person: User) -> QuerySet[Any]:
        return ClubInvitation.objects.to(person)

    def item(self, notice: Notice, thing: ClubInvitation) -> InboxItem:
        return self.say(
            reverse("clubs:invitation_detail", args=[thing.pk]), word=thing.word, invitation=thing
        )


class InvitationAnswered(OfInvitation):
    """To who invited."""

    name, label = "inv_answer", gettext_lazy("an answer to your invitation")

    @hears(clubs.invitation_answered)
    def answered(self, *, invitation: ClubInvitation, **_: Any) -> Telling | None:
        if invitation.by is None:
            return None
        # Who asked them in need not hear besides that they have joined.
        came = Membership.objects.current().filter(club=invitation.club_id, user=invitation.user_id)
        joined = Notice.objects.filter(kind=Joined.name, subject__in=came.values("pk"))
        joined.filter(user=invitation.by.user_id).delete()
        to, club = [invitation.by.user], invitation.club_id
        return Telling(invitation, to=to, by=invitation.user_id, club=club)

    def item(self, notice: Notice, thing: ClubInvitation) -> InboxItem:
        url = reverse("clubs:member_index", args=[thing.club_id])
        return self.say(url, word=thing.answer_word, invitation=thing, answer=thing.as_told)


class OfRequest(NoticeKind[JoinRequest]):
    subject = JoinRequest
    related = ("club", "pseud")


class JoinRequested(OfRequest):
    """To the hosts."""

    name, label = "request", gettext_lazy("somebody asks to join")

    @hears(clubs.join_requested, clubs.request_returned)
    def requested(self, *, request: JoinRequest, **_: Any) -> Telling:
        to, by = people(hosts(request.club_id)), request.pseud.user_id
        return Telling(request, to=to, by=by, club=request.club_id, by_letter=True)

    @hears(clubs.request_taken_back)
    def taken_back(self, *, request: JoinRequest, **_: Any) -> None:
        self.lines_about(request).delete()

    @hears(clubs.request_answered)
    def dealt_with(self, *, request: JoinRequest, **_: Any) -> None:
        self.lines_about(request).mark_read()

    def open_to(self, person: User) -> QuerySet[Any]:
        return JoinRequest.objects.filter(pseud__user__is_active=True)

    def item(self, notice: Notice, thing: JoinRequest) -> InboxItem:
        url = reverse("clubs:request_index", args=[thing.club_id])
        return self.say(url, word=thing.word, request=thing)


class RequestAnswered(OfRequest):
    """To who asked."""

    name, label = "req_answer", gettext_lazy("a club’s answer to your request")

    @hears(clubs.request_answered)
    def answered(self, *, request: JoinRequest, **_: Any) -> Telling:
        return Telling(request, to=[request.pseud.user], by_letter=True)

    def open_to(self, person: User) -> QuerySet[Any]:
        return JoinRequest.objects.filter(pseud__user=person, club__discarded_at=None)

    def item(self, notice: Notice, thing: JoinRequest) -> InboxItem:
        url = thing.club.get_absolute_url()
        return self.say(url, word=thing.answer_word, club=thing.club, answer=thing.as_told)


class OfMembership(NoticeKind[Membership]):
    subject = Membership
    related = ("club", "pseud")


class Joined(OfMembership):
    """To the hosts, of somebody else."""

    name, label = "joined", gettext_lazy("a new member")

    @hears(clubs.member_joined)
    def joined(self, *, membership: Membership, **_: Any) -> Telling:
        to = people(hosts(membership.club_id).exclude(pk=membership.pk))
        return Telling(membership, to=to, by=membership.user_id, club=membership.club_id)

    def item(self, notice: Notice, thing: Membership) -> InboxItem:
        return self.say(reverse("clubs:member_index", args=[thing.club_id]), member=thing)


class Left(OfMembership):
    """To the others, where friends decide together."""

    name, label = "left", gettext_lazy("a friend has left")

    @hears(clubs.member_left)
    def left(self, *, membership: Membership, by: User | None, **_: Any) -> Telling | None:
        """Not of whom a host removed."""
        if by is not None or not membership.club.decides_together:
            return None
        to = people(Membership.objects.current().filter(club=membership.club_id))
        return Telling(membership, to=to, by=membership.user_id, club=membership.club_id)

    def open_to(self, person: User) -> QuerySet[Any]:
        return Membership.objects.filter(left_at__isnull=False)

    def item(self, notice: Notice, thing: Membership) -> InboxItem:
        return self.say(thing.club.get_absolute_url(), member=thing)


class HostMade(OfClubItself[Membership], OfMembership):
    """To the new host."""

    name, label = "host", gettext_lazy("you are a host")

    @hears(clubs.host_made, clubs.host_handed_over)
    def made(self, *, membership: Membership, by: User | None = None, **_: Any) -> Telling | None:
        if membership.user is None:
            return None
        to, club = [membership.user], membership.club_id
        return Telling(membership, to=to, by=by.pk if by else None, club=club)

    def item(self, notice: Notice, thing: Membership) -> InboxItem:
        return self.say(thing.club.get_absolute_url(), club=thing.club)
