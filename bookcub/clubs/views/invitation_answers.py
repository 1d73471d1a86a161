"""Answering an invitation: come in, decline, or say "not yet"."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.actions import joining
from bookcub.clubs.forms.clubs import JoinForm
from bookcub.clubs.forms.members import DeclineForm, PostponeForm
from bookcub.clubs.models import ClubInvitation
from bookcub.clubs.views.invitations import render_invitation
from bookcub.clubs.views.lookups import first_page, invitation_to_me
from bookcub.core.http import SignedInRequest, posted
from bookcub.people.models import Pseud
from bookcub.web.answers import answered

CLUBS = "home:club_index"


@login_required
@require_POST
def create(request: SignedInRequest, invitation_id: int, answer: str) -> HttpResponse:
    """Answer as the address says: "accept", "decline" or "postpone"."""
    invitation = invitation_to_me(request, invitation_id)

    return ANSWERS[answer](request, invitation)


def _accept(request: SignedInRequest, invitation: ClubInvitation) -> HttpResponse:
    form = JoinForm(posted(request), user=request.user)
    pseud: Pseud = form.cleaned_data["pseud"] if form.is_valid() else request.user.default_pseud
    answer = partial(joining.accept_invitation, invitation=invitation, pseud=pseud)
    says = gettext("Welcome to “%(club)s”.") % {"club": invitation.club.name}
    to = first_page(request, invitation.club)
    return answered(request, answer, says=says, to=to, back=CLUBS)


def _decline(request: SignedInRequest, invitation: ClubInvitation) -> HttpResponse:
    form = DeclineForm(posted(request), prefix="decline")
    if not form.is_valid():
        return render_invitation(request, invitation, decline=form)
    if form.cleaned_data["tells"]:
        says = gettext("You have declined the invitation. They will be told.")
    else:
        says = gettext("You have declined the invitation. Nobody is told.")
    answer = partial(joining.decline, admission=invitation, **form.cleaned_data)
    return answered(request, answer, says=says, to=CLUBS)


def _postpone(request: SignedInRequest, invitation: ClubInvitation) -> HttpResponse:
    form = PostponeForm(posted(request), prefix="postpone")
    if not form.is_valid():
        return render_invitation(request, invitation, postpone=form)
    if form.cleaned_data["tells"]:
        says = gettext("The invitation waits for you. They will be told “not yet”.")
    else:
        says = gettext("The invitation waits for you. Nobody is told.")
    answer = partial(joining.postpone, admission=invitation, **form.cleaned_data)
    return answered(request, answer, says=says, to=CLUBS)


ANSWERS = {"accept": _accept, "decline": _decline, "postpone": _postpone}
