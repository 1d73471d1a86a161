"""Who asks, when the archive stands behind reverse proxies."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from bookcub.core.addresses import requester_address

FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_FORWARDED",
)


class Proxies:
    """Believes the last BOOKCUB_PROXIES entries of X-Forwarded-For, and nobody's when there is no proxy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the visitor's own address where everybody looks for it."""
        count: int = settings.BOOKCUB_PROXIES
        meta = request.META
        meta["REMOTE_ADDR"] = requester_address(
            meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), count
        )
        if not count:
            for header in FORWARDED:
                request.META.pop(header, None)
        return self.get_response(request)
