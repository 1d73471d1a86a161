"""Headers that keep pages to themselves, and to whoever they were made for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from bookcub.config.content_policy import PERMISSIONS_POLICY


class PageHeaders:
    """Sends the Content-Security-Policy and the Permissions-Policy with every answer; a member's own is stored nowhere.

    A view that must say something stricter sets the header itself; there is no way to say something laxer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add what the view did not set."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # Only a person that somebody asked for: looking would cost two queries.
        person = getattr(request, "_cached_user", None)
        if person is not None and person.is_authenticated:
            # On a library's computer the next reader must not find it behind the Back button.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
