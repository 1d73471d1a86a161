"""Tags to browse by, and the works with one of them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.core.page_urls import reverse
from bookcub.reading.hooks import ListScope
from bookcub.reading.queries.listings import tags_in_use, works_tagged
from bookcub.reading.queries.tag_pages import media_in_use, relatives, tag_meant
from bookcub.reading.views.listing import list_answer, listing
from bookcub.tags.models import MEDIA, TagKind, folded, name_from_path
from bookcub.web.blurb import Link
from bookcub.web.pages import page_of

TAGS_PER_PAGE = 100
PLURALS = {
    "fandoms": TagKind.FANDOM,
    "relationships": TagKind.RELATIONSHIP,
    "characters": TagKind.CHARACTER,
    "tags": TagKind.FREEFORM,
}


@require_safe
def index(request: Request, plural: str = "fandoms") -> HttpResponse:
    """Tags of one kind, the most used first."""
    kind = PLURALS[plural]
    words = request.GET.get("q", "").strip()[:150]

    page = page_of(tags_in_use(kind, words), request, TAGS_PER_PAGE)
    context = {
        "kind": kind,
        "page": page,
        "words": words,
        "tabs": [
            Link(other.plural, reverse("reading:tag_index", args=[name]))
            for name, other in PLURALS.items()
        ],
        "current": reverse("reading:tag_index", args=[plural]),
        "media": media_in_use() if kind == TagKind.FANDOM and not words else [],
    }
    return render(request, "reading/tags/index.html", context)


@require_safe
def detail(request: Request, kind: str, name: str) -> HttpResponse:
    """Works with a tag. A synonym leads to the tag it means, and so does another way to write it."""
    asked = name_from_path(name)
    tag = tag_meant(kind, asked, request.user)
    if tag is None:
        raise Http404(gettext("There is no such tag. Check the address for a typo."))
    if tag.folded != folded(asked):
        return redirect(tag)

    works = works_tagged(tag, request.user)
    context = listing(request, works.rows, ListScope("tag_id", works.keys))
    context |= {
        "tag": tag,
        "is_media": tag.kind == MEDIA,
        "relatives": relatives(tag) if "page" not in request.GET else [],
        "wrangles": request.user.is_authenticated and request.user.wrangles,
    }
    return list_answer(request, "reading/tags/detail.html", context)
