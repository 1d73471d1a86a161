"""Answers without a word get a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bookcub.config.handlers import TITLES, error_page

KEPT = ("Allow", "Retry-After", "Set-Cookie", "Vary")


class ErrorPages:
    """Puts the error page into an empty 405 (or its like), for people; programs keep the empty one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say something where the view only gave a number."""
        response = self.get_response(request)
        if response.status_code not in TITLES or response.streaming or response.content:
            return response
        if not request.accepts("text/html") or request.headers.get("HX-Request"):
            return response
        page = error_page(request, response.status_code)
        for name in KEPT:
            if name in response.headers:
                page.headers[name] = response.headers[name]
        page.cookies = response.cookies
        return page
