"""An archive that nobody has set up yet shows one friendly page, whatever is asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookcub.people.context import current_archive, forget_archive

COME_BACK_IN = "120"  # seconds
# The wizard itself, what monitors ask, and what the page is made of.
OPEN = ("/setup", "/health", "/favicon.ico", "/site.webmanifest", "/robots.txt")


def being_set_up(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let only the wizard through until the archive has a keeper."""

    def handle(request: HttpRequest) -> HttpResponse:
        if _is_open(request.path_info) or is_set_up():
            return get_response(request)
        return being_set_up_page(request)

    return handle


def being_set_up_page(request: HttpRequest, *, status: int = 503, said: str = "") -> HttpResponse:
    """Say that there will be an archive here. 503, so that nothing takes it for the archive itself."""
    response = render(request, "home/being_set_up.html", {"said": said}, status=status)
    response.headers["Retry-After"] = COME_BACK_IN
    response.headers["Cache-Control"] = "no-store"
    return response


def is_set_up() -> bool:
    """Whether the archive has a keeper; asks the database again until it has."""
    if not current_archive().is_set_up:
        forget_archive()
    return current_archive().is_set_up


def _is_open(path: str) -> bool:
    # In debug the style sheets come through here; otherwise another middleware has answered already.
    return path.startswith(settings.STATIC_URL) or any(
        path == one or path.startswith(f"{one}/") for one in OPEN
    )
