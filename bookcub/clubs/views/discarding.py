"""How a host puts something of the club into the trash, whatever it is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.clubs.policies import may_host
from bookcub.clubs.signals import discarded_together
from bookcub.core.http import SignedInRequest, ensure, saves
from bookcub.people.models import Discardable
from bookcub.people.trash import TRASH
from bookcub.people.views.trash.offers import offer_to_restore


def ask_and_discard(  # noqa: PLR0913  # a page and its POST
    request: SignedInRequest,
    name: str,
    thing: Discardable,
    *,
    me: Membership,
    what: str,
    act: Callable[[], None],
    leads_to: str,
) -> HttpResponse:
    """Ask a host, saying `what` goes; then do it, offer to undo it, and lead on. 403 for other members.

    Friends who decide together hear of it from each other's notices.
    """
    ensure(may_host(me), gettext("Only hosts of this club can do that. Ask one of them."))
    kind = TRASH[name]
    why_it_stays = kind.why_it_stays(thing, request.user)
    ensure(not why_it_stays, why_it_stays)

    if not saves(request):
        context = {
            "club": me.club,
            "membership": me,
            "title": kind.title(thing),
            "language": kind.language(thing),
            "what": what,
            "back_url": thing.get_absolute_url(),
        }
        return render(request, "clubs/clubs/delete.html", context)

    act()
    if me.club.decides_together:
        discarded_together.send(type(thing), thing=thing, club=me.club, by=request.user)

    offer_to_restore(request, gettext("“%(title)s” is in the trash for 30 days."), name, thing)
    return redirect(leads_to)
