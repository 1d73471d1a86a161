"""How a phone keeps the archive among its programs."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from bookcub.core.http import Request
from bookcub.core.page_urls import reverse
from bookcub.people.context import current_archive
from bookcub.web.look import PAPERS, Theme

SHORT = 12  # characters beneath an icon, by the manifest's own advice
ARTICLES = frozenset({"the", "a", "an", "der", "die", "das", "ein", "eine"})
A_DAY = 24 * 60 * 60  # seconds


@cache_control(public=True, max_age=A_DAY)
@vary_on_headers("Accept-Language", "Cookie")
@require_safe
def detail(request: Request) -> HttpResponse:
    """Let a phone keep the archive among its programs (W3C Web Application Manifest)."""
    archive = current_archive()
    icons = [
        {"src": static("web/img/cub.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(
            {
                "src": static(f"web/img/cub-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in (192, 512)
            for purpose in ("any", "maskable")
        ),
    ]
    described = {
        "name": archive.name,
        "short_name": short_name(archive.name),
        "description": archive.description or gettext("A home for stories."),
        "id": "/",
        "start_url": reverse("home:front_index"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPERS[Theme.LIGHT],
        "theme_color": PAPERS[Theme.LIGHT],
        "icons": icons,
        "shortcuts": [
            {"name": gettext("Desk"), "url": reverse("home:desk_index")},
            {"name": gettext("Works"), "url": reverse("reading:work_index")},
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


def short_name(name: str) -> str:
    """What stands beneath the icon: without its article if that makes it fit, never cut; phones do that themselves."""
    first, _, rest = name.partition(" ")
    if len(name) > SHORT and first.lower() in ARTICLES and rest:
        return rest
    return name
