"""What no database could look up is refused before anything tries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from bookcub.config.handlers import error_page

LARGEST_ID = 2**63 - 1  # of a row, in SQLite and PostgreSQL alike
NUL = "\x00"


class RejectInvalidInput:
    """Answers 400 to a NUL, which PostgreSQL takes nowhere, and 404 to numbers that no row can have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what makes sense."""
        if _holds_nul(request):
            # Its page needs no session, no person and no row.
            request.COOKIES.clear()
            return error_page(request, 400)
        return self.get_response(request)

    @staticmethod
    def process_view(
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> None:
        """Say that there is nothing under a number beyond all rows."""
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise Http404


def _holds_nul(request: HttpRequest) -> bool:
    # A quoted cookie may spell it in octal; forms refuse it field by field, with a sentence.
    return (
        NUL in request.path_info
        or "%00" in request.META.get("QUERY_STRING", "")
        or any(NUL in value for value in request.COOKIES.values())
    )
