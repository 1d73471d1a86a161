"""Handing the club on to another host."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.clubs.actions.hosting import hand_over
from bookcub.clubs.views.lookups import hosting_membership, member_of
from bookcub.core.http import SignedInRequest, ensure, saves, shows_and_saves
from bookcub.web.forms.refusals import refusals


@login_required
@shows_and_saves
def create(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    member = member_of(host.club, membership_id)
    ensure(member.pk != host.pk, gettext("You already host this club."))

    if not saves(request):
        context = {"club": host.club, "membership": host, "member": member}
        return render(request, "clubs/handovers/create.html", context)
    with refusals(request) as refused:
        hand_over(to=member, by=host)
    if refused:
        return redirect("clubs:member_index", club_id=club_id)

    messages.success(
        request, gettext("%(name)s hosts the club from now on.") % {"name": member.name}
    )
    return redirect("clubs:member_index", club_id=club_id)
