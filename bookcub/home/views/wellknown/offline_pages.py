"""The page that a browser keeps, to show it where another cannot be fetched."""

from __future__ import annotations

import posixpath

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from bookcub.core.http import Request

# What it is drawn with: a browser has them under names of their own, so that its worker has to do with no other page.
LOOKS = (
    "../fonts/fonts",
    "reset",
    "tokens",
    "base",
    "layout",
    "components/mark",
    "components/button",
    "components/error_page",
)

# Of its headings and its buttons; what every page has, under the same names.
FACES = ("literata-normal-400-700-latin", "atkinson-normal-700-latin")


@require_safe
def detail(request: Request) -> HttpResponse:
    """Say that there is no network, in the language and on the paper of whoever asks. It knows nobody."""
    return render(request, "home/offline.html", {"looks": looks(), "script": script()})


def kept() -> list[str]:
    """The addresses of all that it is made of."""
    return [*looks(), script(), *(static(f"web/fonts/{name}.woff2") for name in FACES)]


def looks() -> list[str]:
    """The addresses of its style sheets."""
    return [f"{static(posixpath.normpath(f'web/css/{name}.css'))}?kept" for name in LOOKS]


def script() -> str:
    """The address of the script that leads back from it."""
    return f"{static('home/js/step-back.js')}?kept"
