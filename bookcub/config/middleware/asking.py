"""Tells the shell which member a session belongs to, so that turns can be shared out by people."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse

from bookcub.core.http import Handler

PERSON: Final = "bookcub.person"  # in the environ: an account's id, or None for a guest


def asking(get_response: Handler) -> Handler:
    """Say who asked, where somebody has looked: looking would cost two queries."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # As the session had it when the request came: logging in and out change `user` alone.
        before = getattr(request, "_cached_user", None)
        if before is not None:
            request.META[PERSON] = before.pk if request.user.pk == before.pk else None
        return response

    return handle
