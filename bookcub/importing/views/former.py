"""Names that came with an imported club, and the members who say that one was theirs."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bookcub.clubs.models import Club, Membership
from bookcub.core.http import SignedInRequest, ensure
from bookcub.importing.actions.former import accept, claim, is_claimable
from bookcub.importing.models import FormerClaim
from bookcub.web.answers import answered
from bookcub.web.forms.refusals import refusals

GONE = "Nobody can claim this name any more."


@require_safe
@login_required
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    """The names that nobody has claimed, and who says that one of them is theirs."""
    club, own = _club(request, club_id)

    names = [each for each in club.memberships.filter(user=None) if is_claimable(each)]
    claims = FormerClaim.objects.visible_to(request.user).filter(former__club=club)
    claims = claims.select_related("former", "by__pseud")
    mine = [each.former_id for each in claims if each.by_id == own.pk]
    context = {"club": club, "own": own, "names": names, "claims": claims, "mine": mine}
    return render(request, "importing/former_index.html", context)


@require_POST
@login_required
def create(request: SignedInRequest, club_id: int, membership_id: int) -> HttpResponse:
    """This was me."""
    club, own = _club(request, club_id)
    former = get_object_or_404(club.memberships.filter(user=None), pk=membership_id)
    name = former.former_name

    with refusals() as refused:
        waiting = claim(former=former, by=own)
    if refused:
        messages.error(request, GONE)
        return redirect("importing:former_index", club.pk)

    if waiting:
        messages.success(request, f"A host will say whether you are {name}.")
    else:
        messages.success(request, f"What {name} said is yours now.")
    return redirect("importing:former_index", club.pk)


@require_POST
@login_required
def answer(request: SignedInRequest, club_id: int, claim_id: int) -> HttpResponse:
    """A host says yes, or no; whoever made the claim may take it back."""
    club, own = _club(request, club_id)
    claims = FormerClaim.objects.visible_to(request.user).filter(former__club=club)
    claimed = get_object_or_404(claims.select_related("former__club", "by__pseud"), pk=claim_id)
    is_own = claimed.by_id == own.pk
    ensure(own.is_host or is_own, "A host of the club answers this.")

    names = reverse("importing:former_index", args=[club.pk])
    if request.POST.get("answer") != "yes":
        return answered(request, claimed.delete, says="The name stays as it is.", to=names)
    ensure(own.is_host and not is_own, "Another host of the club answers this.")

    says = f"What was said under that name is {claimed.by.name}’s now."
    return answered(request, partial(accept, claim=claimed, by=own), says=says, to=names)


def _club(request: SignedInRequest, club_id: int) -> tuple[Club, Membership]:
    """The club, and one's membership in it; names are for members only."""
    club = get_object_or_404(Club.objects.of(request.user), pk=club_id)
    own = Membership.objects.current().filter(club=club, user=request.user)
    found = own.select_related("pseud", "club").first()
    if found is None:
        raise Http404
    return club, found
