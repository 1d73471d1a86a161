"""A tag by its name alone, as other archives write it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.tags.models import Tag, name_from_path


@require_safe
def detail(request: Request, name: str) -> HttpResponse:
    """`/tags/NAME` and `/tags/NAME/works`, as other archives write it: on to the tag."""
    tag = Tag.objects.known().named(name_from_path(name)).order_by("-uses").first()
    if tag is None:
        raise Http404(gettext("There is no such tag. Check the address for a typo."))
    return redirect(tag)
