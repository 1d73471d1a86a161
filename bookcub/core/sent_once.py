"""A form makes one thing, however often it arrives: by a double click, the way back, a proxy that tries again.

Each form that a page shows holds a token of its own (Django masks it anew each time), so the token together with what was
typed tells a form from every other. The first write of a view claims it, in the same transaction; whoever comes later is
led to what the first has made. What scripts send by themselves is not held to it: they mean what they repeat.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver

from bookcub.core.models import SentForm

MAKES = frozenset(
    {"create", "index", "new"}
)  # the verbs of views that make something, also into their own list
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field
MASKED = 64  # characters of a token that a page holds; a script's own has half as many
WRITES = ("INSERT", "UPDATE", "DELETE")
MOMENT, PATIENCE = 0.05, 5.0  # seconds
Making = Callable[..., HttpResponse]


def all_sent_once(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Hold every view of the house that makes something to it."""
    for each in patterns:
        if isinstance(each, URLResolver):
            all_sent_once(each.url_patterns)
        elif each.callback.__name__ in MAKES and each.callback.__module__.startswith("bookcub."):
            each.callback = sent_once(each.callback)


def sent_once(view: Making) -> Making:
    """Let the view make something of each form that a page showed, and lead the same form there afterwards."""

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        if SentForm.objects.address_of(key) is not None:
            return _lead(request, key)
        claim = _Claim(key)
        try:
            with connection.execute_wrapper(claim):
                response = view(request, *args, **kwargs)
        except _ArrivedError:
            return _lead(request, key)
        except BaseException:
            claim.give_up()
            raise
        made = _made(request, response)
        if claim.is_made and made:
            SentForm.objects.update_or_create(key=key, defaults={"address": made})
            return response
        claim.give_up()
        # What the first has made meanwhile may be why this one was refused.
        return _lead(request, key) if SentForm.objects.address_of(key) else response

    return once


class _ArrivedError(Exception):
    """The same form was faster."""


class _Claim:
    """Goes before the first thing that a view writes."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.is_made = False

    def __call__(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if not self.is_made and sql.startswith(WRITES):
            self.is_made = True
            if not SentForm.objects.claim(self.key):
                raise _ArrivedError
        return execute(sql, *more)

    def give_up(self) -> None:
        if self.is_made:
            SentForm.objects.filter(key=self.key).delete()


def _key(request: HttpRequest) -> str | None:
    """The fingerprint of a form that a person sent from a page; None of anything else."""
    if request.method != "POST":
        return None
    # A browser that goes to a page asks for HTML, htmx says where it is; a script's own call does neither.
    if (
        "text/html" not in request.headers.get("Accept", "")
        and "HX-Current-URL" not in request.headers
    ):
        return None
    if len(request.POST.get(TOKEN, "")) != MASKED:
        return None
    files = [
        (name, [(each.name, each.size) for each in held]) for name, held in request.FILES.lists()
    ]
    said = [request.get_full_path(), sorted(request.POST.lists()), sorted(files)]
    return sha256(repr(said).encode(errors="surrogatepass")).hexdigest()


def _made(request: HttpRequest, response: HttpResponse) -> str:
    """Where what was made is to be seen: "" if the answer does not say that anything was."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    if address := response.headers.get("HX-Redirect") or response.headers.get("Location"):
        return address
    if here.path.startswith("/") and response.status_code in range(200, 300):
        return here.path + (f"?{here.query}" if here.query else "")
    return ""


def _lead(request: HttpRequest, key: str) -> HttpResponse:
    """On to what the first has made, which may take it another moment."""
    until = time.monotonic() + PATIENCE
    while not (address := SentForm.objects.address_of(key)) and time.monotonic() < until:
        time.sleep(MOMENT)
    if "HX-Current-URL" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address or "/"})
    return redirect(address or "/")
