"""The page that a browser keeps, to show it where another cannot be fetched."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from bookcub.core.http import Request

# What it is drawn with: a browser has them under names of their own, so that its worker has to do with no other page.
LOOKS = (
    "reset",
    "tokens",
    "base",
    "layout",
    "components/mark",
    "components/button",
    "components/error_page",
)


@require_safe
def detail(request: Request) -> HttpResponse:
    """Say that there is no network, in the language and on the paper of whoever asks. It knows nobody."""
    return render(request, "home/offline.html", {"looks": looks()})


def looks() -> list[str]:
    """The addresses of its style sheets."""
    return [f"{static(f'web/css/{name}.css')}?kept" for name in LOOKS]
