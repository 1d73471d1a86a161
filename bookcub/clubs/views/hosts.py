"""Making a member a host, and a host a member."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.actions.hosting import make_host, unmake_host
from bookcub.clubs.views.lookups import hosting_membership, member_of
from bookcub.core.http import SignedInRequest
from bookcub.web.forms.refusals import refusals


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    member = member_of(host.club, membership_id)

    with refusals(request) as refused:
        make_host(membership=member, by=host)
    if refused:
        return redirect("clubs:member_index", club_id=club_id)

    messages.success(request, gettext("%(name)s is now a host too.") % {"name": member.name})
    return redirect("clubs:member_index", club_id=club_id)


@login_required
@require_POST
def delete(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    member = member_of(host.club, membership_id)

    with refusals(request) as refused:
        unmake_host(membership=member, by=host)
    if refused:
        return redirect("clubs:member_index", club_id=club_id)

    messages.success(request, gettext("%(name)s is no longer a host.") % {"name": member.name})
    return redirect("clubs:member_index", club_id=club_id)
