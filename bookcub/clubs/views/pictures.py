"""The picture of a club."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club, ClubInvitation
from bookcub.core.http import Request


@require_safe
def detail(request: Request, club_id: int) -> HttpResponseBase:
    """The club's picture, for those who may know of the club or are asked in."""
    club = Club.objects.visible_to(request.user).filter(pk=club_id).first()
    if club is None:
        asked = ClubInvitation.objects.to(request.user).waiting().filter(club=club_id)
        invitation = asked.select_related("club").first()
        club = invitation.club if invitation is not None else None
    if club is None or not club.picture or not club.picture.storage.exists(club.picture.name):
        raise Http404(gettext("There is no such picture."))

    response = FileResponse(club.picture.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    # Whatever it holds, it never runs anything, even when opened by itself.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
