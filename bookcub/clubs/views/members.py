"""Members: who they are, who of them host, and removing one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from bookcub.clubs.actions.hosting import hand_over, make_host, unmake_host
from bookcub.clubs.actions.leaving import remove
from bookcub.clubs.forms.members import LinkForm
from bookcub.clubs.queries.members import members_page
from bookcub.clubs.views.finding import hosting_membership, member_of, own_membership
from bookcub.core.http import SignedInRequest, ensure, saves, shows_and_saves
from bookcub.web.forms.refusals import refusals


@login_required
@require_safe
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    membership = own_membership(request, club_id)

    page = members_page(membership)
    context = {
        "page": page,
        "club": page.club,
        "membership": membership,
        "link_form": LinkForm(),
    }
    return render(request, "clubs/member_index.html", context)


@login_required
@require_POST
def create_host(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    member = member_of(host.club, membership_id)

    with refusals(request) as refused:
        make_host(membership=member, by=host)
    if refused:
        return redirect("clubs:member_index", club_id=club_id)

    messages.success(request, f"{member.name} hosts the club too.")
    return redirect("clubs:member_index", club_id=club_id)


@login_required
@require_POST
def delete_host(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    member = member_of(host.club, membership_id)

    with refusals(request) as refused:
        unmake_host(membership=member, by=host)
    if refused:
        return redirect("clubs:member_index", club_id=club_id)

    messages.success(request, f"{member.name} hosts the club no longer.")
    return redirect("clubs:member_index", club_id=club_id)


@login_required
@shows_and_saves
def hand_on(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    member = member_of(host.club, membership_id)
    ensure(member.pk != host.pk, "You host the club already.")

    if not saves(request):
        context = {"club": host.club, "membership": host, "member": member}
        return render(request, "clubs/host_handover.html", context)
    with refusals(request) as refused:
        hand_over(to=member, by=host)
    if refused:
        return redirect("clubs:member_index", club_id=club_id)

    messages.success(request, f"{member.name} hosts the club from now on.")
    return redirect("clubs:member_index", club_id=club_id)


@login_required
@shows_and_saves
def delete(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    host = hosting_membership(request, club_id)
    member = member_of(host.club, membership_id)
    ensure(not member.is_host, "Hosts are made members first.")

    if not saves(request):
        context = {"club": host.club, "membership": host, "member": member}
        return render(request, "clubs/member_delete.html", context)
    remove(membership=member, by=host)

    messages.success(request, f"{member.name} does not belong to the club any more.")
    return redirect("clubs:member_index", club_id=club_id)
