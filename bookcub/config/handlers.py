"""What people see when a page cannot be shown. Each says what happened, what to do, and the request's id."""

from __future__ import annotations

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, gettext, gettext_lazy

log = structlog.get_logger("bookcub.request")

TITLES = {
    400: gettext_lazy("That request could not be understood"),
    403: gettext_lazy("You cannot open this"),
    404: gettext_lazy("There is nothing here"),
    405: gettext_lazy("That does not work here"),
    413: gettext_lazy("That is too much at once"),
    429: gettext_lazy("A little slower, please"),
    500: gettext_lazy("Something broke"),
}
SENTENCES = {
    400: gettext_lazy(
        "The address or the form was not what this page expects. Go back and try again."
    ),
    403: gettext_lazy(
        "You are not allowed to see or do this. Ask a keeper if you think you should be."
    ),
    404: gettext_lazy(
        "The page may have moved, been taken down, or never been written. Check the address."
    ),
    405: gettext_lazy(
        "This address cannot do what was asked of it. Go back and use the buttons on the page."
    ),
    413: gettext_lazy(
        "The form or file is larger than this archive takes. Send it in parts, or ask a keeper whether the"
        " limit can be raised."
    ),
    429: gettext_lazy("That was a lot in a short time. Wait a few minutes and try again."),
    500: gettext_lazy(
        "It is not your fault, and nothing that was saved is lost. Try again in a minute. If it happens again,"
        " tell a keeper."
    ),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself makes no sense. 413: it is too large to be looked at."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the sentence that `ensure` was given."""
    reason = str(exception.args[0]) if exception.args else ""
    return error_page(request, 403, reason)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; an address that is right but for a slash at its end leads to the page."""
    without = request.path.rstrip("/")
    if (
        request.method in {"GET", "HEAD"}
        and without
        and without != request.path
        and _exists(without)
    ):
        query = request.META["QUERY_STRING"]
        return HttpResponsePermanentRedirect(
            escape_leading_slashes(without) + (f"?{query}" if query else "")
        )
    reason = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    return error_page(
        request, 404, reason if isinstance(reason, str) and not reason.startswith("No ") else ""
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault; the log has the rest under the same id."""
    return error_page(request, 500)


def forgery_suspected(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or stale, as after signing in from another tab."""
    return error_page(
        request,
        403,
        gettext(
            "This form was open for too long, or you logged in or out in another tab. Go back, copy what you wrote,"
            " load the page again and send it once more."
        ),
    )


def error_page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """Draw the page for a status; when even that fails, a bare one that needs nothing."""
    context = {
        "status": status,
        "title": str(TITLES[status]),
        "sentence": sentence or str(SENTENCES[status]),
        "request_id": getattr(request, "request_id", ""),
    }
    html: str
    try:
        html = render_to_string("home/error_page.html", context, request)
    except Exception:  # the page that reports a failure must not fail
        log.exception("error page")
        html = _bare(context)
    return HttpResponse(html, status=status)


def _exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _bare(context: dict[str, object]) -> str:
    number = format_html(
        gettext("If you ask a keeper about this, tell them {number}."),
        number=format_html("<code>{}</code>", context["request_id"]),
    )
    return format_html(
        '<!doctype html><html lang="{language}"><title>{title}</title><h1>{title}</h1><p>{sentence}</p>'
        '<p>{number}</p><p><a href="/">{way}</a></p></html>',
        language=get_language() or "en",
        number=number,
        way=gettext("To the front page"),
        **context,
    )
