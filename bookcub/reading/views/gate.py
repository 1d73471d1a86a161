"""The question before an adult work opens, asked once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookcub.reading.queries.reader import is_own
from bookcub.works.models import Work

COOKIE = "view_adult"
COOKIE_AGE = 30 * 24 * 60 * 60  # seconds


def must_ask(request: HttpRequest, work: Work) -> bool:
    """Whether this person has to say yes before this work opens."""
    if not work.is_adult or request.GET.get(COOKIE) or request.COOKIES.get(COOKIE):
        return False
    person = request.user
    if person.is_authenticated and person.preferences.shows_adult:
        return False
    return not is_own(work, person)


def ask(request: HttpRequest, work: Work) -> HttpResponse:
    """The gate itself; what lies behind it is not in the page."""
    query = request.GET.copy()
    query[COOKIE] = "true"
    context = {"work": work, "onward": f"{request.path}?{query.urlencode()}"}
    return render(request, "reading/adult_gate.html", context)


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
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
