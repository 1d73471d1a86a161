"""The icon where old browsers look for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bookcub.core.http import Request

A_DAY = 24 * 60 * 60  # seconds


@cache_control(public=True, max_age=A_DAY)
@require_safe
def detail(request: Request) -> HttpResponse:
    """Lead browsers that look in the old place to the icon."""
    return redirect(static("web/img/cub-192.png"))
