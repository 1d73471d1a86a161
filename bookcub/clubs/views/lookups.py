"""Finding a club as whoever asks may know it: 404 where it does not exist for them, 403 where they may not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from bookcub.clubs.current_books import begin_of
from bookcub.clubs.models import Club, ClubInvitation, InvitationLink, Membership
from bookcub.clubs.policies import may_host
from bookcub.core.clock import now
from bookcub.core.database.prepared import prepared
from bookcub.core.http import Request, SignedInRequest, ensure, form_status, found_or_404

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


def visible_club(request: Request, club_id: int) -> Club:
    """A club this person may know of."""
    return found_or_404(next(iter(_visible_club(request.user, club_id)), None))


def own_membership(request: SignedInRequest, club_id: int) -> Membership:
    """This person's membership, with club and pseud. 404 for a club they may not know of, 403 for one that is not theirs."""
    membership = next(iter(_own_membership(request.user, club_id)), None)
    if membership is None:
        visible_club(request, club_id)
        raise PermissionDenied(
            gettext(
                "Only members of this club can open this page. The club’s own page says how to join."
            )
        )
    return membership


@prepared
def _visible_club(person: User | AnonymousUser, club: int) -> QuerySet[Club]:
    return Club.objects.visible_to(person).filter(pk=club)


@prepared
def _own_membership(person: User, club: int) -> QuerySet[Membership]:
    mine = Membership.objects.current().filter(user=person, club=club)
    return mine.select_related("club", "pseud", "user")


def hosting_membership(request: SignedInRequest, club_id: int) -> Membership:
    """The same, of a host."""
    membership = own_membership(request, club_id)
    ensure(may_host(membership), gettext("Only hosts of this club can do that. Ask one of them."))
    return membership


def member_of(club: Club, membership_id: int) -> Membership:
    """Somebody who belongs to this club now."""
    there = Membership.objects.current().filter(club=club)
    return get_object_or_404(there.select_related("club", "pseud__user"), pk=membership_id)


def invitation_to_me(request: SignedInRequest, invitation_id: int) -> ClubInvitation:
    """An invitation that this person may answer."""
    mine = ClubInvitation.objects.to(request.user).select_related("club", "by")
    return get_object_or_404(mine, pk=invitation_id)


def link_of_key(key: str) -> InvitationLink:
    """A dead link and one that never was look the same, and those of a club that a keeper has hidden."""
    links = InvitationLink.objects.filter(club__discarded_at=None, club__hiding=None)
    link = links.filter(key=key).select_related("club", "made_by").first()
    if link is None or not link.is_alive(now()):
        raise Http404(gettext("This link does not work. Ask whoever sent it for a new one."))
    return link


def first_page(request: SignedInRequest, club: Club) -> Club | str:
    """Where whoever has just come in goes on: the club, or as they pressed the story that it reads."""
    wants_to_read = request.POST.get("then") == "read"
    return (begin_of(club, request.user) if wants_to_read else "") or club


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, form: forms.BaseForm
) -> HttpResponse:
    """The page with its form: 422 when the form came back with mistakes."""
    return render(request, template, {**context, "form": form}, status=form_status(form))
