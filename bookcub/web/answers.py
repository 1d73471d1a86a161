"""One way to answer a question that waits for a person: accept it, decline it, put it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bookcub.web.messages import offer_undo


class HasAddress(Protocol):
    """A row with a page of its own."""

    def get_absolute_url(self) -> str: ...


def answered(
    request: HttpRequest,
    answer: Callable[[], object],
    *,
    says: str,
    to: str | HasAddress,
    back: str = "",
    undo: str = "",
) -> HttpResponse:
    """Do what the answer asks for, say so, and go on; a refusal is said instead, and leads back if that is elsewhere.

    `to` and `back` are what `redirect` understands: a row, an address or the name of one. What can be undone has a
    button beside what is said that posts to `undo`.
    """
    try:
        answer()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(back or to)
    if undo:
        offer_undo(request, says, url=undo)
    else:
        messages.success(request, says)
    return redirect(to)
