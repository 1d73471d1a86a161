"""Closing suggestions or the vote early."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from bookcub.core.http import CONFLICT, SignedInRequest, ensure, saves, shows_and_saves
from bookcub.picks.actions.closing import close
from bookcub.picks.models import Method, Nomination, Pick
from bookcub.picks.queries.eligible import eligible_nominations, going_on
from bookcub.picks.queries.picks import pick_page
from bookcub.picks.views.lookups import MemberContext, done_or_shown, member_context, pick_in


@login_required
@shows_and_saves
def create(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """End what is going on before its time, after a question.

    `sure` says what was asked about: suggestions or the vote. Where it is the other one by now, it is asked again.
    """
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(here.may_steer, gettext("Only a host can close this early. Ask one of them."))

    page = pick_page(pick, here.me, request.user)
    sure = request.POST.get("sure", "")
    if not saves(request) or _asks_again(pick, sure):
        if sure:
            messages.error(request, _in_the_meantime(pick))
        context = {"club": here.club, "me": here.me, "pick": pick, "page": page} | _words(pick)
        context["dropping"] = _dropping(pick)
        status = CONFLICT if saves(request) else 200
        return render(request, "picks/closings/create.html", context, status=status)
    return _close(request, here, pick)


def _asks_again(pick: Pick, sure: str) -> bool:
    """Whether nobody has said yet that this may end, or it was said of something else."""
    return (pick.is_nominating or pick.is_voting) and sure != pick.stage


def _in_the_meantime(pick: Pick) -> str:
    if pick.is_voting:
        return gettext("In the meantime, the vote has begun. Do you want to close that?")
    return gettext("In the meantime, suggestions are open again. Do you want to close those?")


def _dropping(pick: Pick) -> list[Nomination]:
    """What would not go on, for want of seconds."""
    if not pick.is_nominating or pick.is_by_turns:
        return []
    standing = eligible_nominations(pick)
    goes_on, _ = going_on(pick, standing)
    return [each for each in standing if each not in goes_on]


def _close(request: SignedInRequest, here: MemberContext, pick: Pick) -> HttpResponse:
    message = (
        gettext("Suggestions are closed.") if pick.is_nominating else gettext("The vote is closed.")
    )
    act = partial(close, pick=pick, by=here.me, stage=pick.stage)
    return done_or_shown(request, here, pick, act, message=message)


def _words(pick: Pick) -> dict[str, str]:
    if pick.is_voting:
        return {
            "title": gettext("Close the vote now?"),
            "label": gettext("Close the vote and count"),
        }
    title = gettext("Close suggestions now?")
    if pick.method == Method.LOTTERY:
        return {"title": title, "label": gettext("Close suggestions and draw")}
    return {"title": title, "label": gettext("Close suggestions")}
