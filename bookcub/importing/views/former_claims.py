"""“This was me”, said of a name that came with an imported club, and the hosts' answer."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.core.page_urls import reverse
from bookcub.importing.actions.claims import accept, claim
from bookcub.importing.models import FormerClaim
from bookcub.importing.views.former_members import club_and_own
from bookcub.web.answers import answered
from bookcub.web.forms.refusals import refusals

GONE = gettext_lazy("Somebody has already claimed this name. Ask a host if that was a mistake.")


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
        messages.error(request, str(GONE))
        return redirect("importing:former_member_index", club.pk)

    if waiting:
        messages.success(
            request, gettext("A host will confirm whether you were %(name)s.") % {"name": name}
        )
    else:
        messages.success(request, gettext("What %(name)s said is now yours.") % {"name": name})
    return redirect("importing:former_member_index", club.pk)


@require_POST
@login_required
def update(request: SignedInRequest, club_id: int, claim_id: int) -> HttpResponse:
    """A host says yes, or no; whoever made the claim may take it back."""
    club, own = club_and_own(request, club_id)
    claims = FormerClaim.objects.visible_to(request.user).filter(former__club=club)
    claimed = get_object_or_404(claims.select_related("former__club", "by__pseud"), pk=claim_id)
    is_own = claimed.by_id == own.pk
    ensure(
        own.is_host or is_own, gettext("Only hosts of the club can answer this. Ask one of them.")
    )

    names = reverse("importing:former_member_index", args=[club.pk])
    if request.POST.get("answer") != "yes":
        return answered(request, claimed.delete, says=gettext("The name stays as it is."), to=names)
    ensure(own.is_host and not is_own, gettext("Another host has to answer this. Ask one of them."))

    says = gettext("What was said under that name now belongs to %(name)s.") % {
        "name": claimed.by.name
    }
    return answered(request, partial(accept, claim=claimed, by=own), says=says, to=names)
