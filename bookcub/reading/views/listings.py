"""Lists of works: the newest, a tag's, a person's, a series'; and the tags to browse by."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.reading.queries.blurbs import blurbs
from bookcub.reading.queries.listings import (
    newest_works,
    relatives,
    tags_in_use,
    works_in_series,
    works_tagged,
)
from bookcub.tags.models import Kind, Tag, name_from_path
from bookcub.web.blurb import Link
from bookcub.web.pages import page_of
from bookcub.works.models import Series

TAGS_PER_PAGE = 100
PLURALS = {
    "fandoms": Kind.FANDOM,
    "relationships": Kind.RELATIONSHIP,
    "characters": Kind.CHARACTER,
    "tags": Kind.FREEFORM,
}


@require_safe
def newest(request: Request) -> HttpResponse:
    """Every readable work, newest chapter first."""
    page = page_of(newest_works(request.user), request)
    context = {"page": page, "blurbs": blurbs(page.object_list, request.user)}
    return render(request, "reading/work_index.html", context)


@require_safe
def tagged(request: Request, kind: str, name: str) -> HttpResponse:
    """Works with a tag. A synonym leads to the tag it means."""
    tag = Tag.objects.visible_to(request.user).named(name_from_path(name), kind).first()
    if tag is None:
        raise Http404("There is no such tag.")
    if tag.synonym_of:
        return redirect(tag.synonym_of)

    page = page_of(works_tagged(tag, request.user), request)
    if not page.object_list and not tag.is_canonical:
        # It may stand on a draft: that is told like a tag that nobody has thought of.
        raise Http404("There is no such tag.")
    context = {
        "tag": tag,
        "page": page,
        "blurbs": blurbs(page.object_list, request.user),
        "relatives": relatives(tag) if page.number == 1 else {},
    }
    return render(request, "reading/tag_detail.html", context)


@require_safe
def by_name(request: Request, name: str) -> HttpResponse:
    """`/tags/NAME` and `/tags/NAME/works`, as other archives write it: on to the tag."""
    tag = Tag.objects.known().named(name_from_path(name)).order_by("-uses").first()
    if tag is None:
        raise Http404("There is no such tag.")
    return redirect(tag)


@require_safe
def browse(request: Request, plural: str = "fandoms") -> HttpResponse:
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
    }
    return render(request, "reading/tag_index.html", context)


@require_safe
def series(request: Request, series_id: int) -> HttpResponse:
    found = get_object_or_404(Series.objects.visible_to(request.user), pk=series_id)

    page = page_of(works_in_series(found, request.user), request)
    drawn = blurbs(page.object_list, request.user)
    creators = {author.url: author for blurb in drawn for author in blurb.authors}
    context = {
        "series": found,
        "page": page,
        "blurbs": drawn,
        "creators": list(creators.values()),
        "words": sum(work.word_count for work in page.object_list),
    }
    return render(request, "reading/series_detail.html", context)
