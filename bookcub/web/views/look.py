"""A reader's look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bookcub.core.http import form_status, onward, saves, shows_and_saves
from bookcub.web.forms.look import LookForm
from bookcub.web.look import COOKIE, COOKIE_AGE, Look


@shows_and_saves
def edit(request: HttpRequest) -> HttpResponse:
    """Show the choices of a look; keep them in this browser."""
    look = Look.parse(request.COOKIES.get(COOKIE, ""))
    next_url = onward(request, "")
    if not saves(request):
        return render(request, "web/look_edit.html", {"look": look, "next_url": next_url})

    form = LookForm(request.POST)
    if not form.is_valid():
        context = {"look": look, "next_url": next_url, "form": form}
        return render(request, "web/look_edit.html", context, status=form_status(form))

    response = redirect(next_url or "web:look_edit")
    keep_look(response, look.changed(form.cleaned_data), secure=request.is_secure())
    return response


def keep_look(response: HttpResponse, look: Look, *, secure: bool) -> None:
    """Keep a look in the browser; scripts may read it, since it holds nothing private."""
    response.set_cookie(COOKIE, str(look), max_age=COOKIE_AGE, samesite="Lax", secure=secure)
