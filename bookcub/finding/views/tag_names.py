"""Completing the names of tags while somebody types."""

from __future__ import annotations

from dataclasses import asdict

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from bookcub.core.http import UNPROCESSABLE, Request
from bookcub.finding.forms.completion import CompletionForm
from bookcub.finding.queries.tag_names import completed


@require_safe
def index(request: Request) -> JsonResponse:
    form = CompletionForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=UNPROCESSABLE)

    chosen = request.GET.getlist("fandom")
    found = completed(form.typed, form.wanted_kind, fandoms=chosen)

    return JsonResponse({"results": [asdict(one) for one in found]})
