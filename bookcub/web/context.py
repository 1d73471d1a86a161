"""What every page's frame needs: the archive's name, the look, and where the links go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.module_loading import import_string

from bookcub.core.http import onward, page_of_form
from bookcub.core.page_urls import reverse
from bookcub.web.look import COOKIE, Look


@dataclass(frozen=True, slots=True)
class ArchiveTitle:
    """What the masthead and the colophon say about this place."""

    name: str = "Bookcub"
    description: str = ""


@dataclass(frozen=True, slots=True)
class NavLink:
    """One link of the frame. `current` marks the page one is on."""

    label: str
    url: str
    icon: str
    current: bool = False


def chrome(request: HttpRequest) -> dict[str, object]:
    """Give each template `archive`, `look`, `navigation`, `account_links`, `keeper_links` and `unread_count`.

    `settings.BOOKCUB_CHROME` names functions of the packages above, `f(request) -> dict`, whose
    answers replace these (make costly ones lazy: they run for error pages too).
    """
    page: dict[str, object] = {
        "archive": ArchiveTitle(),
        "look": Look.parse(request.COOKIES.get(COOKIE, "")),
        "navigation": _links(request, "primary"),
        "account_links": _links(request, "account"),
        "keeper_links": _links(request, "keeper"),
        "footer_links": _links(request, "footer"),
        "unread_count": 0,
        "keeps_offline_page": settings.OFFLINE_PAGE,
        "way_back": way_back(request),
    }
    for dotted in getattr(settings, "BOOKCUB_CHROME", ()):
        contribute: Callable[[HttpRequest], dict[str, object]] = import_string(dotted)
        page |= contribute(request)
    return page


def way_back(request: HttpRequest) -> str:
    """Where whoever logs in or joins from this page is led back to; nothing where there is no page to come back to."""
    match = request.resolver_match
    name = (match.url_name if match else None) or ""
    if name.startswith("account_") or name == "front_index":
        return onward(request, "")
    return page_of_form(request) if request.method == "POST" else request.get_full_path()


def _links(request: HttpRequest, place: str) -> tuple[NavLink, ...]:
    """Return the links of one place of the frame that this request's person may use."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    name = user.get_username() if user is not None and signed_in else ""
    welcome = {
        "all": True,
        "members": signed_in,
        "owner": signed_in,
        "keepers": signed_in and user is not None and user.is_keeper,
        "wranglers": signed_in and user is not None and user.wrangles,
    }
    links = []
    for where, label, url_name, icon, audience in getattr(settings, "BOOKCUB_NAVIGATION", ()):
        if where != place or not welcome[audience]:
            continue
        url = _url(url_name, [name] if audience == "owner" else [])
        if url:
            links.append(NavLink(str(label), url, icon, current=request.path == url))
    return tuple(links)


def _url(name: str, args: list[str]) -> str:
    """Return the address of a page, or nothing while the page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
