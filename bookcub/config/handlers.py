"""What people see when a page cannot be shown. Each says what happened, what to do, and the request's id."""

from __future__ import annotations

import re
import sys

import structlog
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.html import format_html
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, gettext, gettext_lazy

from bookcub.core.database.trouble import Trouble, trouble_of
from bookcub.people.models import User
from bookcub.people.trash import in_trash_of
from bookcub.works.models import Chapter, Work

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # a field's name

log = structlog.get_logger("bookcub.request")

TITLES = {
    400: gettext_lazy("That request could not be understood"),
    403: gettext_lazy("You cannot open this"),
    404: gettext_lazy("There is nothing here"),
    405: gettext_lazy("That does not work here"),
    413: gettext_lazy("That is too much at once"),
    429: gettext_lazy("A little slower, please"),
    500: gettext_lazy("Something broke"),
    503: gettext_lazy("Not just now"),
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
    503: gettext_lazy("The archive cannot do this at the moment. Try again in a minute."),
}
# Why a database did not do what was asked: a title, what to say of a page, what to say of a form.
TROUBLES = {
    Trouble.BUSY: (
        gettext_lazy("The archive is busy"),
        gettext_lazy("Others are being served before you. Try again in a moment."),
        gettext_lazy(
            "Nothing has been saved yet, and nothing you typed is lost. Try again in a moment."
        ),
    ),
    Trouble.FULL: (
        gettext_lazy("The archive’s disk is full"),
        gettext_lazy("You can go on reading. This page has to wait until a keeper has made room."),
        gettext_lazy(
            "You can go on reading, but nothing can be saved until a keeper has made room. Please tell a keeper. Nothing"
            " you typed is lost: keep this page open and try again later, or copy your words."
        ),
    ),
    Trouble.AWAY: (
        gettext_lazy("The archive is away for a moment"),
        gettext_lazy(
            "Its database does not answer. Everything that was saved is safe. Try again in a minute. If it lasts,"
            " tell a keeper."
        ),
        gettext_lazy(
            "Its database does not answer, so nothing has been saved yet. Nothing you typed is lost: keep this page open"
            " and try again in a minute. If it lasts, tell a keeper."
        ),
    ),
}
COME_BACK_IN = {Trouble.BUSY: 5, Trouble.FULL: 300, Trouble.AWAY: 30}  # seconds
# What is not written into a page, not even into one's own.
SECRET_FIELDS = re.compile(r"password|secret|token|code", re.IGNORECASE)
RESENT_MOST = 2_000_000  # characters


FOR_MEMBERS = gettext_lazy(
    "This work is for members of this archive. Log in to read it. If you have no account yet, you can join."
)


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
    person = getattr(request, "user", None)
    if person is not None and person.is_authenticated and (trash := _trash_page(request, person)):
        return trash
    if (
        person is not None
        and not person.is_authenticated
        and is_for_members(request.resolver_match)
    ):
        return error_page(request, 403, str(FOR_MEMBERS), title=gettext("For members"))
    reason = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    return error_page(
        request, 404, reason if isinstance(reason, str) and not reason.startswith("No ") else ""
    )


def _trash_page(request: HttpRequest, person: User) -> HttpResponse | None:
    """Where somebody finds what they have deleted: whoever else follows its address learns nothing."""
    match = request.resolver_match
    found = in_trash_of(person, match.kwargs) if match else None
    return redirect("people:trash_detail", *found) if found else None


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault; the log has the rest under the same id. 503 where it is the database's."""
    trouble = trouble_of(sys.exc_info()[1])
    return trouble_page(request, trouble) if trouble else error_page(request, 500)


def trouble_page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """503: what is the matter with the database, and for a form a way to send the same words again."""
    title, of_page, of_form = TROUBLES[trouble]
    is_form = request.method == "POST"
    words = _words_of(request) if is_form else None
    if trouble == Trouble.AWAY:
        _know_nobody(request)
    sentence = str(of_form if is_form else of_page)
    page = error_page(request, 503, sentence, title=str(title), resend=words)
    page.headers["Retry-After"] = str(COME_BACK_IN[trouble])
    page.headers["Cache-Control"] = "no-store"
    return page


def _words_of(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields of a form that can be sent again as they are; None where that would leave something out."""
    try:
        names = [*request.POST, *request.FILES]
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    except (
        UnreadablePostError,
        SuspiciousOperation,
        MultiPartParserError,
    ):  # a body that cannot be read any more
        return None
    if request.FILES or any(SECRET_FIELDS.search(name) for name in names if name != TOKEN):
        return None
    if sum(len(value) for _, value in pairs) > RESENT_MOST:
        return None
    return [(name, value) for name, value in pairs if name != TOKEN]


def _know_nobody(request: HttpRequest) -> None:
    """Who asks cannot be looked up: the page is drawn as for a guest, whose cookies stay as they are."""
    request.COOKIES = {}
    request.session = SessionBase()
    request.user = AnonymousUser()


def forgery_suspected(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or stale, as after signing in from another tab."""
    response = error_page(
        request,
        403,
        gettext(
            "This form was open for too long, or you logged in or out in another tab. Go back, copy what you wrote,"
            " load the page again and send it once more."
        ),
    )
    response.headers["X-Bookcub-Token"] = "stale"  # scripts take another one and try again
    return response


def is_for_members(match: ResolverMatch | None) -> bool:
    """Whether an address lies under a work that every member may read: that it exists is no secret, all else is."""
    given = match.kwargs if match else {}
    works = Work.objects.for_members()
    if "work_id" in given:
        return works.filter(pk=given["work_id"]).exists()
    if "chapter_id" in given:
        chapters = Chapter.objects.posted().filter(pk=given["chapter_id"])
        return chapters.filter(work__in=works).exists()
    return False


def error_page(
    request: HttpRequest, status: int, sentence: str = "", *, title: str = "", **more: object
) -> HttpResponse:
    """Draw the page for a status; when even that fails, a bare one that needs nothing."""
    context: dict[str, object] = {
        "status": status,
        "title": title or str(TITLES[status]),
        "sentence": sentence or str(SENTENCES[status]),
        "request_id": getattr(request, "request_id", ""),
        **more,
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
        title=context["title"],
        sentence=context["sentence"],
    )
