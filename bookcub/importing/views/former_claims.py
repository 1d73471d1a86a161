"""“This was me”, said of a name that came with an imported club, and the hosts' answer."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.importing.actions.claims import accept, claim
from bookcub.importing.models import FormerClaim
from bookcub.importing.views.former_members import club_and_own
from bookcub.web.answers import answered
from bookcub.web.forms.refusals import refusals

GONE = "Nobody can claim this name any more."


@require_POST
@login_required
def create(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    """This was me."""
    club, own = club_and_own(request, club_id)
    former = get_object_or_404(club.memberships.filter(user=None), pk=membership_id)
    name = former.former_name

    with refusals() as refused:
        waiting = claim(former=former, by=own)
    if refused:
        messages.error(request, GONE)
        return redirect("importing:former_member_index", club.pk)

    if waiting:
        messages.success(request, f"A host will say whether you are {name}.")
    else:
        messages.success(request, f"What {name} said is yours now.")
    return redirect("importing:former_member_index", club.pk)


@require_POST
@login_required
def update(request: SignedInRequest, club_id: int, claim_id: int) -> HttpResponse:
    """A host says yes, or no; whoever made the claim may take it back."""
    club, own = club_and_own(request, club_id)
    claims = FormerClaim.objects.visible_to(request.user).filter(former__club=club)
    claimed = get_object_or_404(claims.select_related("former__club", "by__pseud"), pk=claim_id)
    is_own = claimed.by_id == own.pk
    ensure(own.is_host or is_own, "A host of the club answers this.")

    names = reverse("importing:former_member_index", args=[club.pk])
    if request.POST.get("answer") != "yes":
        return answered(request, claimed.delete, says="The name stays as it is.", to=names)
    ensure(own.is_host and not is_own, "Another host of the club answers this.")

    says = f"What was said under that name is {claimed.by.name}’s now."
    return answered(request, partial(accept, claim=claimed, by=own), says=says, to=names)
