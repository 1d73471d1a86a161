"""Thanks for a work: given, taken back, shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments import actions
from bookcub.comments.policies import Visitor, may_give_kudos
from bookcub.comments.queries.kudos import kudos_page
from bookcub.comments.views.lookups import address_key, wants_part, work_for
from bookcub.core.http import Request, ensure, onward, saves, shows_and_saves
from bookcub.people.models import User
from bookcub.works.models import Work


@shows_and_saves
def index(request: Request, work_id: int) -> HttpResponse:
    """Who has given kudos, and the button; a POST gives them."""
    work = work_for(request, work_id)
    if saves(request):
        return _create(request, work)
    return _show(request, work)


def _create(request: Request, work: Work) -> HttpResponse:
    visitor = Visitor.of(request.user, work)
    # One sentence for all of its reasons: whoever is blocked reads nothing else than others do.
    ensure(may_give_kudos(visitor), gettext("You cannot give kudos to this work."))

    is_first = actions.give_kudos(work=work, by=_member(request), guest_key=_key(request))

    if request.htmx:
        return _show(request, work, pressed=True)
    thanks = (
        gettext("Thank you for leaving kudos!")
        if is_first
        else gettext("You have already left kudos here. :)")
    )
    messages.success(request, thanks)
    return redirect(onward(request, work.get_absolute_url()))


@require_POST
def delete(request: Request, work_id: int) -> HttpResponse:
    work = work_for(request, work_id)

    actions.take_kudos_back(work=work, by=_member(request), guest_key=_key(request))

    if request.htmx:
        return _show(request, work, pressed=True)
    messages.success(request, gettext("You took your kudos back."))
    return redirect(onward(request, work.get_absolute_url()))


def _show(request: Request, work: Work, *, pressed: bool = False) -> HttpResponse:
    part = request.htmx or wants_part(request)
    page = "comments/kudos/_kudos.html" if part else "comments/kudos/index.html"
    kudos = kudos_page(work, request.user, _key(request))
    context = {"kudos": kudos, "work": work, "pressed": pressed}
    return render(request, page, context)


def _member(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _key(request: HttpRequest) -> str:
    return address_key(request, of="kudos")
