"""Seconding another's suggestion."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.picks.actions.nominations import second, take_back_second
from bookcub.picks.views.lookups import done_or_shown, member_context, nomination_in, pick_in
from bookcub.web.components.languages import said, titled


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, pick_id: int, number: int) -> HttpResponse:
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    nomination = nomination_in(request, pick, number)

    act = partial(second, nomination=nomination, by=here.me)
    message = said(gettext("You seconded “%(title)s”."), title=titled(nomination))
    return done_or_shown(request, here, pick, act, message=message, back_to=nomination)


@login_required
@require_POST
def delete(request: SignedInRequest, club_id: int, pick_id: int, number: int) -> HttpResponse:
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    nomination = nomination_in(request, pick, number)

    act = partial(take_back_second, nomination=nomination, by=here.me)
    return done_or_shown(
        request, here, pick, act, message=gettext("You took your second back."), back_to=nomination
    )
