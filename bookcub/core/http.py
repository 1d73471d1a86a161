"""What every view needs of HTTP: typed requests, what was posted, and one way to refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

if TYPE_CHECKING:
    # Whatever model AUTH_USER_MODEL names, by the plugin for mypy: core knows no app.
    from django.contrib.auth.models import _User as User
    from django.core.files.uploadedfile import UploadedFile
    from django.forms import BaseForm
    from django.utils.datastructures import MultiValueDict
    from django_htmx.middleware import HtmxDetails


Sought = TypeVar("Sought")
Handler = Callable[[HttpRequest], HttpResponse]  # what a middleware stands around
UNPROCESSABLE = 422  # understood, but not to be done: the one refusal whose body htmx shows
CONFLICT = 409  # nothing is wrong with it, but somebody was faster, or it is over: told with how things are now
CHANGED = "changed"  # the code of an error that says so


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


def found_or_404(thing: Sought | None) -> Sought:
    """What was found; Http404 where nothing was."""
    if thing is None:
        raise Http404
    return thing


def onward(request: HttpRequest, fallback: str) -> str:
    """Where to go next: the page that `next` asks for, if it is a path of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # A path only: `redirect` would take a word for the name of a view, and break over it.
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else fallback


def is_of_this_machine(address: str) -> bool:
    """Whether an address opens nowhere but on the machine that serves it."""
    host = urlsplit(address).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.") or host.endswith(".localhost")


def page_of_form(request: HttpRequest) -> str:
    """The page that a form was sent from, for its own address need not show anything; nothing where nobody says."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    here = sent_from.netloc == request.get_host() and sent_from.path.startswith("/")
    return f"{sent_from.path}?{sent_from.query}".rstrip("?") if here else ""


# One address whose GET shows a page and whose POST saves what stands on it: the first of the two is never a change.
shows_and_saves: Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]] = (
    require_http_methods(["GET", "HEAD", "POST"])
)


def saves(request: HttpRequest) -> bool:
    """Whether this is the POST of an address that shows and saves."""
    return request.method == "POST"


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when it is nothing at all; None where the page is only shown."""
    return request.POST if saves(request) else None


def posted_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile] | None:
    """The files that came with it; None where the page is only shown."""
    return request.FILES if saves(request) else None


def form_status(*forms: BaseForm | None, too_late: bool = False) -> int:
    """The status of a page with these forms: 422 when one of them came back with mistakes.

    409 where it came too late: as whoever asks says, or because that is all that the forms say.
    """
    wrong = [form for form in forms if form is not None and form.is_bound and form.errors]
    if too_late or (wrong and all(_came_too_late(form) for form in wrong)):
        return CONFLICT
    return UNPROCESSABLE if wrong else 200


def _came_too_late(form: BaseForm) -> bool:
    errors = [error for found in form.errors.as_data().values() for error in found]
    return all(error.code == CHANGED for error in errors)
