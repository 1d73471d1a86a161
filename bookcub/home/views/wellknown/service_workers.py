"""The script with which a browser keeps the page that it shows without a network."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from bookcub.core.http import Request
from bookcub.core.page_urls import reverse
from bookcub.home.views.wellknown import offline_pages

_SCRIPT = Path(__file__).parents[2] / "static" / "home" / "js" / "offline-worker.js"
_SOURCE = _SCRIPT.read_text(encoding="utf-8")
AN_HOUR = 3600  # seconds; browsers look for a newer one after each page, and shall not ask for it each time


@cache_control(private=True, max_age=AN_HOUR)
@vary_on_headers("Accept-Language", "Cookie")
@require_safe
def detail(request: Request) -> HttpResponse:
    """A worker for the whole archive (W3C Service Workers). It differs where the page does, and is then fetched anew."""
    kept = {"name": "", "page": "", "parts": []}
    if settings.OFFLINE_PAGE:
        page = offline_pages.detail(request).content
        version = hashlib.sha256(page).hexdigest()[:12]
        kept = {
            "name": f"offline-{version}",
            "page": reverse("home:offline_page_detail"),
            "parts": offline_pages.kept(),
        }
    line = f"const KEPT = {json.dumps(kept)};\n"
    return HttpResponse(line + _SOURCE, content_type="text/javascript; charset=utf-8")
