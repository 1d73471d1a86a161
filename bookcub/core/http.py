"""What every view needs of HTTP: typed requests, what was posted, and one way to refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    # Whatever model AUTH_USER_MODEL names, by the plugin for mypy: core knows no app.
    from django.contrib.auth.models import _User as User
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request as the middlewares leave it, from anybody."""

    htmx: HtmxDetails
    request_id: str


class SignedInRequest(Request):
    """A request behind `login_required`."""

    user: User


def ensure(allowed: bool, because: str = "") -> None:  # noqa: FBT001  # reads as a sentence: ensure(may_edit(...))
    """Raise PermissionDenied (403) with a sentence for people unless allowed."""
    if not allowed:
        raise PermissionDenied(because)


def onward(request: HttpRequest, fallback: str) -> str:
    """Where to go next: the page that `next` asks for, if it is a path of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # A path only: `redirect` would take a word for the name of a view, and break over it.
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else fallback


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when it is nothing at all; None where nobody posted."""
    return request.POST if request.method == "POST" else None
