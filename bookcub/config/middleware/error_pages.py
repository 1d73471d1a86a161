"""Answers without a word get a page, and so does what was deleted while somebody was about to change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from bookcub.clubs.models import ClubInvitation, JoinRequest
from bookcub.comments.models import CommentClaim
from bookcub.config.handlers import TITLES, error_page, trouble_page
from bookcub.core.database.trouble import trouble_of
from bookcub.works.models import WorkingCopy

log = structlog.get_logger("bookcub.request")

KEPT = ("Allow", "Retry-After", "Set-Cookie", "Vary")

# What forms name besides all that people can see.
NAMED_TOO = (ClubInvitation, CommentClaim, JoinRequest, WorkingCopy)


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

    @staticmethod
    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 where the database is busy, full or away.

        404 where a row that a form is about went after it had been looked up; all that was begun is rolled back.
        """
        if trouble := trouble_of(exception):
            log.warning("the database did not do it", trouble=trouble, reason=str(exception))
            return trouble_page(request, trouble)
        if request.method != "POST" or not _is_of_what_forms_name(exception):
            return None
        log.warning("deleted meanwhile", reason=str(exception))
        sentence = gettext(
            "What you wanted to change has just been deleted. Go back and reload the page to see what is there now."
        )
        return error_page(request, 404, sentence)


def _is_of_what_forms_name(exception: Exception) -> bool:
    """Whether a row went that a form can be about. Any other that is missing is a fault of ours."""
    if not isinstance(exception, ObjectDoesNotExist) or isinstance(exception, AttributeError):
        return False  # an AttributeError, too: a relation that holds nothing, and never did
    models: Iterable[Any] = apps.get_models()
    return any(
        isinstance(exception, model.DoesNotExist)
        for model in models
        if model in NAMED_TOO or hasattr(model._default_manager, "visible_to")  # noqa: SLF001  # of any model
    )
