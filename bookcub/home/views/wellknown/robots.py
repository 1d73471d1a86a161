"""What crawlers may fetch."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.core.page_urls import reverse
from bookcub.people.mail import absolute

A_DAY = 24 * 60 * 60  # seconds
# Where nobody finds a story: forms, one's own pages, and lists in every order.
LEFT_OUT = (
    "home:desk_index",
    "reading:history_index",
    "finding:search_index",
    "people:keeper_index",
    "web:look_edit",
    "people:outbox_index",
    "people:settings",
    "home:setup_step_index",
    "account_login",
    "account_signup",
    "account_reset_password",
    "works:work_new",
)
PATTERNS_LEFT_OUT = ("/*/comments/new", "/*?*page=")


@cache_control(public=True, max_age=A_DAY)
@require_safe
def detail(request: Request) -> HttpResponse:
    """Tell crawlers what is worth their while (RFC 9309), and those that feed machines to stay away."""
    lines = [
        "# Stories here are for people to read. Training machines on them is not what their writers agreed to.",
        *(f"User-agent: {name}" for name in FEEDERS),
        "Disallow: /",
        "",
        "User-agent: *",
        *(f"Disallow: {path}" for path in (*map(reverse, LEFT_OUT), *PATTERNS_LEFT_OUT)),
        "",
        f"Sitemap: {absolute(reverse('home:sitemap_index'))}",
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
