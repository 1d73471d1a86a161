"""What a form that was sent is answered with.

Its mistakes are told in the title, a log-in leads back to it, its words are known to have arrived.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import constants, get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext

from bookcub.core.http import Handler, page_of_form
from bookcub.web.forms.mistakes import tells_mistakes

TITLE = re.compile(r"(?<=<title>).*?(?=</title>)", re.DOTALL)
KEPT = "kept"  # the name of the fields by which a form says what the browser keeps of it
NAME = re.compile(r"[\w-]{1,80}", re.ASCII)
MOST = 10
HAS_ARRIVED = "bookcub_arrived"  # the cookie that `kept-text.js` reads
SOON = 300  # seconds
REFUSED = 400
NO_CONTENT = 204  # to a script that knows by itself what it has sent


def mistakes_in_title(get_response: Handler) -> Handler:
    """Let the title of a page whose form came back say so first: it is what a screen reader says first."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        came_back = request.method == "POST" or response.status_code >= REFUSED
        if came_back and not response.streaming and tells_mistakes(response):
            page = response.content.decode()
            if found := TITLE.search(page):
                title = gettext("Error: %(title)s") % {"title": found[0].strip()}
                response.content = f"{page[: found.start()]}{title}{page[found.end() :]}"
        return response

    return handle


def log_in_leads_back(get_response: Handler) -> Handler:
    """Let whoever has to log in before a form is taken come back to the page that it stood on."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "POST" or "Location" not in response.headers:
            return response
        if response.headers["Location"] == redirect_to_login(request.get_full_path()).url:
            back = page_of_form(request)
            door = redirect_to_login(back).url if back else resolve_url(settings.LOGIN_URL)
            response.headers["Location"] = door
        return response

    return handle


def words_arrived(get_response: Handler) -> Handler:
    """Let the browser forget what it kept of a form, once the form was taken.

    It was not taken where it came back, was refused with a message, or led to the log-in.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and _is_taken(request, response):
            names = [name for name in request.POST.getlist(KEPT) if NAME.fullmatch(name)][:MOST]
            if names:
                # Not for the server: a page's script reads it and takes it away.
                response.set_cookie(
                    HAS_ARRIVED,
                    ".".join(names),
                    max_age=SOON,
                    samesite="Lax",
                    secure=request.is_secure(),
                )
        return response

    return handle


def _is_taken(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code >= REFUSED or response.status_code == NO_CONTENT:
        return False
    if response.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL)):
        return False
    said = get_messages(request)
    queued = getattr(said, "_queued_messages", ())
    return all(message.level < constants.WARNING for message in queued)
