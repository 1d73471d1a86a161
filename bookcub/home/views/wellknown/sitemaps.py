"""Where search engines find the works that everybody may read (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Max, OuterRef
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.core.page_urls import reverse
from bookcub.people.mail import absolute
from bookcub.works.models import Creatorship, Work

A_DAY = 24 * 60 * 60  # seconds
PER_PART = 5_000  # numbers of works, whether or not there is one: no part has to be counted
PARTS_MAX = 50_000  # as many as one index may name
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@cache_control(public=True, max_age=A_DAY)
@require_safe
def index(request: Request) -> HttpResponse:
    """Name the parts, the newest works first."""
    last = Work.objects.aggregate(last=Max("pk"))["last"] or 0
    parts = range(min(last // PER_PART, PARTS_MAX - 1), -1, -1)
    found = ((reverse("home:sitemap_detail", args=[part]), None) for part in parts)
    return _written("sitemapindex", "sitemap", found)


@cache_control(public=True, max_age=A_DAY)
@require_safe
def detail(request: Request, number: int) -> HttpResponse:
    """Name the works of one part that guests may read, but those of people who asked not to be listed."""
    if number >= PARTS_MAX:
        raise Http404
    unlisted = Creatorship.objects.accepted().filter(
        work=OuterRef("pk"), pseud__user__preferences__unlisted=True
    )
    works = (
        Work.objects.visible_to(AnonymousUser())
        .posted()
        .filter(~Exists(unlisted), pk__gte=number * PER_PART, pk__lt=(number + 1) * PER_PART)
        .order_by("-pk")
        .values_list("pk", "revised_at")
    )
    found = ((reverse("reading:work_detail", args=[pk]), at) for pk, at in works)
    return _written("urlset", "url", found)


def _written(whole: str, each: str, found: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{whole} xmlns="{NAMESPACE}">']
    for path, at in found:
        changed = f"<lastmod>{at:%Y-%m-%d}</lastmod>" if at else ""
        lines.append(f"<{each}><loc>{escape(absolute(path))}</loc>{changed}</{each}>")
    lines.append(f"</{whole}>\n")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")
