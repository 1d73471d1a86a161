"""Names that came with an imported club, and the members who say that one was theirs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club, Membership
from bookcub.core.http import SignedInRequest
from bookcub.importing.actions.claims import is_claimable
from bookcub.importing.models import FormerClaim


@require_safe
@login_required
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    """The names that nobody has claimed, and who says that one of them is theirs."""
    club, own = club_and_own(request, club_id)

    names = [each for each in club.memberships.filter(user=None) if is_claimable(each)]
    claims = FormerClaim.objects.visible_to(request.user).filter(former__club=club)
    claims = claims.select_related("former", "by__pseud")
    mine = [each.former_id for each in claims if each.by_id == own.pk]
    context = {"club": club, "own": own, "names": names, "claims": claims, "mine": mine}
    return render(request, "importing/former_index.html", context)


def club_and_own(request: SignedInRequest, club_id: int) -> tuple[Club, Membership]:
    """The club, and one's membership in it; names are for members only."""
    club = get_object_or_404(Club.objects.of(request.user), pk=club_id)
    own = Membership.objects.current().filter(club=club, user=request.user)
    found = own.select_related("pseud", "club").first()
    if found is None:
        raise Http404
    return club, found
