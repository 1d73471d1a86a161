"""Clubs: those of a person and those to find, one of them, a new one, and what it says of itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from bookcub.clubs.actions.clubs import change_club
from bookcub.clubs.forms.clubs import ClubForm
from bookcub.clubs.models import Club, ClubInvitation
from bookcub.clubs.views.finding import hosting_membership, show
from bookcub.core.http import Request, SignedInRequest, posted, posted_files, shows_and_saves
from bookcub.web.forms.refusals import refusals
from bookcub.web.forms.zones import zones


@login_required
@shows_and_saves
def edit(request: SignedInRequest, club_id: int) -> HttpResponse:
    membership = hosting_membership(request, club_id)
    club = membership.club

    initial = {name: getattr(club, name) for name in ClubForm.base_fields if hasattr(club, name)}
    initial.pop("picture")
    files = posted_files(request)
    form = ClubForm(posted(request), files, user=request.user, club=club, initial=initial)
    context = {"club": club, "membership": membership, "zones": zones()}
    if not form.is_valid():
        return show(request, "clubs/club_edit.html", context, form=form)

    with refusals(form) as refused:
        change_club(club=club, fields=form.said())
    if refused:
        return show(request, "clubs/club_edit.html", context, form=form)

    messages.success(request, "The club’s settings are kept.")
    return redirect("clubs:club_edit", club_id=club.pk)


@require_safe
def picture(request: Request, club_id: int) -> HttpResponseBase:
    """The club's picture, for those who may know of the club or are asked in."""
    club = Club.objects.visible_to(request.user).filter(pk=club_id).first()
    if club is None:
        asked = ClubInvitation.objects.to(request.user).waiting().filter(club=club_id)
        invitation = asked.select_related("club").first()
        club = invitation.club if invitation is not None else None
    if club is None or not club.picture or not club.picture.storage.exists(club.picture.name):
        raise Http404("There is no such picture.")

    response = FileResponse(club.picture.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    # Whatever it holds, it never runs anything, even when opened by itself.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
