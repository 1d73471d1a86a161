"""Seats kept for others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure, posted, saves, shows_and_saves
from bookcub.people.actions.invitations import invite
from bookcub.people.context import current_archive
from bookcub.people.forms.keeper import InvitationForm
from bookcub.people.models import Invitation
from bookcub.people.policies import SEATS_PER_MEMBER, may_invite, may_withdraw
from bookcub.people.queries import invitations_of, open_seats
from bookcub.people.views.form_pages import show

PER_PAGE = 30


@login_required
@shows_and_saves
def index(request: SignedInRequest) -> HttpResponse:
    invites = may_invite(request.user, current_archive())
    seats = None if request.user.is_keeper else max(0, SEATS_PER_MEMBER - open_seats(request.user))

    if saves(request):
        ensure(invites, "Members do not invite others here.")
        ensure(seats is None or seats > 0, "All your invitations are out. Withdraw one, or wait.")

    form = InvitationForm(posted(request))
    if not form.is_valid():
        page = Paginator(invitations_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
        context = {"page": page, "may_invite": invites, "seats": seats}
        return show(request, "people/settings/invitations.html", context, form=form)

    given = form.cleaned_data
    invited = invite(request, by=request.user, email=given["email"], note=given["note"])

    next_step = f"{invited.email} gets a letter." if invited.email else "Pass its link on."
    messages.success(request, f"A seat is kept. {next_step}")
    return redirect("people:invitation_index")


@login_required
@require_POST
def delete(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    visible = Invitation.objects.visible_to(request.user)
    invitation = get_object_or_404(visible, pk=invitation_id)

    ensure(may_withdraw(request.user, invitation))

    invitation.withdraw()

    messages.info(request, "The invitation is withdrawn.")
    return redirect("people:invitation_index")
