"""What a club says of itself, and its settings."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from bookcub.clubs.actions.clubs import change_club
from bookcub.clubs.actions.trash import discard_club
from bookcub.clubs.forms.clubs import ClubForm
from bookcub.clubs.pages import SETTINGS
from bookcub.clubs.views.discarding import ask_and_discard
from bookcub.clubs.views.lookups import hosting_membership, own_membership, show
from bookcub.core.http import SignedInRequest, posted, posted_files, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.web.blurb import Link
from bookcub.web.forms.refusals import refusals


@login_required
@shows_and_saves
def edit(request: SignedInRequest, club_id: int) -> HttpResponse:
    membership = hosting_membership(request, club_id)
    club = membership.club

    initial = {name: getattr(club, name) for name in ClubForm.base_fields if hasattr(club, name)}
    initial.pop("picture")
    files = posted_files(request)
    form = ClubForm(posted(request), files, user=request.user, club=club, initial=initial)
    settings = [
        Link(str(SETTINGS[name]), reverse(name, args=[club.pk])) for name in SETTINGS.names()
    ]
    context = {
        "club": club,
        "membership": membership,
        "settings": settings,
    }
    if not form.is_valid():
        return show(request, "clubs/clubs/edit.html", context, form=form)

    with refusals(form) as refused:
        change_club(club=club, fields=form.club_fields())
    if refused:
        return show(request, "clubs/clubs/edit.html", context, form=form)

    messages.success(request, gettext("The club’s settings are saved."))
    return redirect("clubs:club_edit", club_id=club.pk)


@login_required
@shows_and_saves
def delete(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Put the club into the trash."""
    me = own_membership(request, club_id)

    what = gettext(
        "At once nobody can open the club any more, and its letters, notices and calendars stop. Whoever has one of its"
        " meetings in their calendar gets a letter that it is cancelled; else nobody is told."
    )
    return ask_and_discard(
        request,
        "club",
        me.club,
        me=me,
        what=what,
        act=partial(discard_club, club=me.club, by=request.user),
        leads_to=reverse("home:club_index"),
    )
