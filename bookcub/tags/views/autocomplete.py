"""Completing the names of tags while somebody types."""

from __future__ import annotations

from dataclasses import asdict

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from bookcub.core.http import UNPROCESSABLE, Request
from bookcub.tags.forms import AutocompleteForm
from bookcub.tags.models import TagKind
from bookcub.tags.queries import suggestions


@require_safe
def index(request: Request) -> JsonResponse:
    form = AutocompleteForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=UNPROCESSABLE)

    found = suggestions(TagKind(form.cleaned_data["kind"]), form.beginning)

    answer = JsonResponse({"results": [asdict(suggestion) for suggestion in found]})
    # The same for everybody; a minute spares the server most of a typist's letters.
    answer["Cache-Control"] = "public, max-age=60"
    return answer
