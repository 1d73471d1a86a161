"""Seats kept for others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure, onward, posted, saves, shows_and_saves
from bookcub.people import mail
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
        ensure(invites, gettext("Only the keepers of this archive invite people. Ask one of them."))

    form = InvitationForm(posted(request))
    if not form.is_valid():
        page = Paginator(invitations_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
        # Keepers see those of everybody: for them it is a page of the archive.
        frame = "people/_keeper.html" if request.user.is_keeper else "people/_settings.html"
        context = {"page": page, "may_invite": invites, "seats": seats, "frame": frame}
        return show(request, "people/settings/invitations.html", context, form=form)

    given = form.cleaned_data
    invited = invite(by=request.user, email=given["email"], note=given["note"])

    if not invited.email:
        outcome = gettext("Your invitation is ready. Pass its link on.")
    elif mail.leaves_the_house():
        outcome = gettext("Your invitation is on its way to %(email)s.")
    else:
        outcome = gettext(
            "Your invitation is ready. This archive sends no mail yet, so pass its link on to %(email)s yourself."
        )
    messages.success(request, outcome % {"email": invited.email})
    return redirect(onward(request, "people:invitation_index"))


@login_required
@require_POST
def delete(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    visible = Invitation.objects.visible_to(request.user)
    invitation = get_object_or_404(visible, pk=invitation_id)

    ensure(may_withdraw(request.user, invitation))

    invitation.withdraw()

    messages.info(request, gettext("The invitation is withdrawn."))
    return redirect("people:invitation_index")
