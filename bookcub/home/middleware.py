"""What happens to every request: the archive may not be set up yet, and some people wish not to be listed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookcub.core.http import Handler
from bookcub.people.context import current_archive, forget_archive
from bookcub.people.models import User
from bookcub.works.models import Creatorship

COME_BACK_IN = "120"  # seconds
OK = 200
# The wizard itself, what monitors ask, and what the page is made of.
OPEN = (
    "/setup",
    "/health",
    "/favicon.ico",
    "/site.webmanifest",
    "/robots.txt",
    "/service-worker.js",
    "/offline",
)


def being_set_up(get_response: Handler) -> Handler:
    """Let only the wizard through until the archive has a keeper."""

    def handle(request: HttpRequest) -> HttpResponse:
        if _is_open(request.path_info) or is_set_up():
            return get_response(request)
        return being_set_up_page(request)

    return handle


def being_set_up_page(
    request: HttpRequest, *, status: int = 503, message: str = ""
) -> HttpResponse:
    """Say that there will be an archive here. 503, so that nothing takes it for the archive itself."""
    response = render(request, "home/being_set_up.html", {"message": message}, status=status)
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


def unlisted(get_response: Handler) -> Handler:
    """Ask search engines to leave out the pages and works of people who wish that."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # Search engines come as guests, and are told nothing that a member's page would need a query for.
        is_page = response.status_code == OK
        if is_page and not request.user.is_authenticated and _wishes_to_be_left_out(request):
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    return handle


def _wishes_to_be_left_out(request: HttpRequest) -> bool:
    given = request.resolver_match.kwargs if request.resolver_match else {}
    if "username" in given:
        people = User.objects.named(given["username"])
        return people.filter(preferences__unlisted=True).exists()
    if "work_id" in given:
        creators = Creatorship.objects.accepted().filter(work=given["work_id"])
        return creators.filter(pseud__user__preferences__unlisted=True).exists()
    return False
