"""Small things to do on every request: the session, the reader's language and zone, when a device was last seen, past names."""

from __future__ import annotations

import re
import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from bookcub.core.http import Handler
from bookcub.core.languages.browser_language import browser_language
from bookcub.core.page_urls import reverse
from bookcub.people.context import current_archive
from bookcub.people.page_language import language_for, remember_sentences
from bookcub.people.queries import present_name_of
from bookcub.people.session_store import SeenDevice, devices

SEEN = "seen_at"
SEEN_EVERY = 60 * 60  # seconds; a write for every page would be a lot of writes
AGENT_MAX = 200  # as allauth keeps it
SAFE = {"GET", "HEAD", "OPTIONS"}
UNDER_USERS = re.compile(r"\A/users/([A-Za-z0-9_]{1,40})(/.*)?\Z", re.DOTALL)


class Sessions(SessionMiddleware):
    """Django's own, but a page that is only read leaves what it changes in a session behind."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.session.only_reads = request.method in SAFE  # type: ignore[attr-defined]  # of our own store


def language(get_response: Handler) -> Handler:
    """Speak the browser's language until it is known who asks; say in the answer which one it is."""

    def handle(request: HttpRequest) -> HttpResponse:
        asked_for = browser_language(request.headers.get("Accept-Language", ""))
        with translation.override(asked_for or settings.LANGUAGE_CODE):
            response = get_response(request)
            if response.headers.get("Content-Type", "").startswith("text/html"):
                response.headers["Content-Language"] = translation.get_language()
                patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return handle


def own_language(get_response: Handler) -> Handler:
    """Speak the language of whoever asks, error pages included: `language` puts an end to it."""

    def handle(request: HttpRequest) -> HttpResponse:
        spoken = language_for(request)
        remember_sentences(spoken)
        translation.activate(spoken)
        return get_response(request)

    return handle


def time_zone(get_response: Handler) -> Handler:
    """Show times in the zone of whoever is signed in, guests those of the archive. A guest costs no session here."""

    def handle(request: HttpRequest) -> HttpResponse:
        zone = _zone_of(request)
        if zone is None:
            return get_response(request)
        with timezone.override(zone):
            return get_response(request)

    return handle


def _zone_of(request: HttpRequest) -> ZoneInfo | None:
    try:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            return ZoneInfo(request.user.preferences.time_zone)
        return ZoneInfo(current_archive().time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError, DatabaseError):
        # Zones come and go with the system's tables; a page must not fail over one.
        return None


def device_seen(get_response: Handler) -> Handler:
    """Note once an hour that a signed-in device is in use; its session then lives on from there."""

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            seen = request.session.get(SEEN)
            # Sessions that no log-in page made (tests, commands) carry no mark and stay unlisted.
            if isinstance(seen, int) and seen + SEEN_EVERY < time.time():
                request.session[SEEN] = int(time.time())
                devices.leave(
                    str(request.session.session_key), _device_of(request, request.user.pk)
                )
        return get_response(request)

    return handle


def _device_of(request: HttpRequest, user_id: int) -> SeenDevice:
    return SeenDevice(
        user_id=user_id,
        ip=get_adapter(request).get_client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[:AGENT_MAX],
        at=timezone.now(),
    )


def past_names(get_response: Handler) -> Handler:
    """Lead an address with a name that an account had before to the name it has now."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:  # noqa: PLR2004
            return response
        found = UNDER_USERS.match(request.path_info)
        present = present_name_of(found[1]) if found else None
        if found is None or present is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        # Not for ever: a name that was left may become somebody else's.
        url = (
            reverse("reading:person_detail", args=[present])
            + (found[2] or "")
            + (f"?{query}" if query else "")
        )
        return HttpResponseRedirect(url)

    return handle
