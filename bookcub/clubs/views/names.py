"""Members without an account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.actions.names import add_name, drop_name
from bookcub.clubs.forms.members import MemberNameForm
from bookcub.clubs.models import Membership
from bookcub.clubs.views.lookups import hosting_membership
from bookcub.clubs.views.members import show_members
from bookcub.core.http import SignedInRequest, saves, shows_and_saves
from bookcub.web.forms.refusals import refusals


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)

    form = MemberNameForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        with refusals(form) as refused:
            add_name(club=host.club, name=name, by=host)
        if not refused:
            done = gettext("%(name)s belongs to the club now. You can answer and vote for them.")
            messages.success(request, done % {"name": name})
            return redirect("clubs:member_index", club_id=club_id)
    return show_members(request, host, name=form)


@login_required
@shows_and_saves
def delete(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    names = Membership.objects.by_name().filter(club=host.club).select_related("club")
    member = get_object_or_404(names, pk=membership_id)

    if not saves(request):
        context = {"club": host.club, "membership": host, "member": member}
        return render(request, "clubs/members/delete.html", context)
    drop_name(membership=member, by=host)

    messages.success(
        request, gettext("%(name)s is no longer a member of the club.") % {"name": member.name}
    )
    return redirect("clubs:member_index", club_id=club_id)
