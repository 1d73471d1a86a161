"""A chapter by its number alone, as old links have it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.works.models import Chapter


@require_safe
def detail(request: Request, chapter_id: int) -> HttpResponse:
    """`/chapters/ID` as old links have it: on to the chapter's own address."""
    chapter = get_object_or_404(Chapter.objects.visible_to(request.user), pk=chapter_id)
    return redirect(chapter)
