"""The question before an adult work opens, asked once: `asks_first` above a view, `ensure_asked` where it has the work."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookcub.reading.queries.reader import is_own
from bookcub.works.models import Work

COOKIE = "view_adult"
COOKIE_AGE = 30 * 24 * 60 * 60  # seconds


class MustAsk(Exception):  # noqa: N818  # no error: the question comes first
    """This person has to say yes before the work opens."""

    def __init__(self, work: Work) -> None:
        super().__init__("Ask before this work opens.")
        self.work = work


def asks_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer with the question wherever the view's `ensure_asked` wants it asked, and keep a yes."""

    @wraps(view)
    def behind_the_gate(request: HttpRequest, *given: Any, **more: Any) -> HttpResponse:
        try:
            return _remember(request, view(request, *given, **more))
        except MustAsk as question:
            return _ask(request, question.work)

    return behind_the_gate


def ensure_asked(request: HttpRequest, work: Work) -> None:
    """Raise MustAsk unless this work is for everybody, this person's own, or they have said yes."""
    if _must_ask(request, work):
        raise MustAsk(work)


def _must_ask(request: HttpRequest, work: Work) -> bool:
    """Whether this person has to say yes before this work opens."""
    if not work.is_adult or request.GET.get(COOKIE) or request.COOKIES.get(COOKIE):
        return False
    person = request.user
    if person.is_authenticated and person.preferences.shows_adult:
        return False
    return not is_own(work, person)


def _ask(request: HttpRequest, work: Work) -> HttpResponse:
    """The gate itself; what lies behind it is not in the page."""
    query = request.GET.copy()
    query[COOKIE] = "true"
    context = {
        "work": work,
        "onward": f"{request.path}?{query.urlencode()}",
        "next": request.get_full_path(),
    }
    return render(request, "reading/works/adult_gate.html", context)


def _remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep a yes for thirty days, so that it is asked once and not on each page."""
    if request.GET.get(COOKIE) == "true":
        response.set_cookie(
            COOKIE,
            "true",
            max_age=COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
