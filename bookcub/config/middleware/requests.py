"""One id and one line in the log for every request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import parse_qsl, quote

import structlog
from django.db import connections
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from bookcub.config.handlers import error_page
from bookcub.core.http import Request
from bookcub.core.ids import short_id

log = structlog.get_logger("bookcub.request")

# Parts of addresses that let their bearer in; they never reach the log.
SECRETS = frozenset({"code", "email", "key", "password", "secret", "token", "uidb36"})
HIDDEN = "…"


class Requests:
    """Gives each request an id of our own making, counts its queries and writes its line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Answer; the id also stands in the X-Request-ID header and on every error page."""
        request.request_id = short_id(10)
        began = time.perf_counter()
        with (
            structlog.contextvars.bound_contextvars(request=request.request_id),
            counting() as count,
        ):
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request.request_id
            self._write(
                request,
                response,
                milliseconds=(time.perf_counter() - began) * 1000,
                queries=len(count),
            )
        return response

    @staticmethod
    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refuse a form that broke off on its way instead of calling it our fault."""
        return error_page(request, 400) if isinstance(exception, UnreadablePostError) else None

    @staticmethod
    def _write(
        request: HttpRequest, response: HttpResponse, *, milliseconds: float, queries: int
    ) -> None:
        # Only a person that somebody asked for: looking would cost two queries.
        person = getattr(request, "_cached_user", None)
        log.log(
            40 if response.status_code >= 500 else 20,  # noqa: PLR2004  # logging's levels, HTTP's classes
            "request",
            method=request.method,
            path=shown_path(request),
            status=response.status_code,
            ms=round(milliseconds, 1),
            queries=queries,
            user=person.pk if person is not None else None,
        )


@contextmanager
def counting() -> Iterator[list[None]]:
    """Collect one entry for each query that is made on any connection meanwhile."""
    made: list[None] = []

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        made.append(None)
        return execute(*args)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(count))
        yield made


def shown_path(request: HttpRequest) -> str:
    """Return the address of a request with everything secret hidden."""
    path = request.path
    match = request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        if name in SECRETS and isinstance(value, str) and value:
            path = path.replace(value, HIDDEN)
    query = "&".join(
        f"{quote(name)}={HIDDEN if name in SECRETS else quote(value)}"
        for name, value in parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True)
    )
    return f"{path}?{query}" if query else path
