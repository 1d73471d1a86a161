"""Small answers for browsers, phones and search engines."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.people.context import current_archive

A_DAY = 24 * 60 * 60  # seconds
# Where nobody finds a story: forms, one's own pages, and lists in every order.
LEFT_OUT = (
    "home:desk",
    "reading:history_index",
    "people:archive_edit",
    "web:look_edit",
    "people:outbox_index",
    "people:settings",
    "home:setup_index",
    "account_login",
    "account_signup",
    "account_reset_password",
    "works:work_new",
)
PATTERNS_LEFT_OUT = ("/search", "/*/comments/new", "/*?*page=")


@cache_control(public=True, max_age=A_DAY)
@require_safe
def robots(request: Request) -> HttpResponse:
    """Tell crawlers what is worth their while (RFC 9309), and those that feed machines to stay away."""
    lines = [
        "# Stories here are for people to read. Training machines on them is not what their writers agreed to.",
        *(f"User-agent: {name}" for name in FEEDERS),
        "Disallow: /",
        "",
        "User-agent: *",
        *(f"Disallow: {path}" for path in (*map(reverse, LEFT_OUT), *PATTERNS_LEFT_OUT)),
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


# By the names under which they say that they gather texts for training.
FEEDERS = (
    "AI2Bot",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "meta-externalagent",
    "omgili",
)


@cache_control(public=True, max_age=A_DAY)
@require_safe
def manifest(request: Request) -> HttpResponse:
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
    said = {
        "name": archive.name,
        "short_name": archive.name[:12].strip(),
        "description": archive.description or "A home for stories.",
        "id": "/",
        "start_url": reverse("home:front"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbf8f2",
        "theme_color": "#fbf8f2",
        "icons": icons,
        "shortcuts": [
            {"name": "Desk", "url": reverse("home:desk")},
            {"name": "Works", "url": reverse("reading:work_index")},
        ],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@cache_control(public=True, max_age=A_DAY)
@require_safe
def favicon(request: Request) -> HttpResponse:
    """Lead browsers that look in the old place to the icon."""
    return redirect(static("web/img/cub-192.png"))
