"""`/search/suggestions`: what the search box offers while somebody types."""

from __future__ import annotations

from dataclasses import asdict

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.finding.queries.suggestions import suggestions


@require_safe
def index(request: Request) -> JsonResponse:
    found = suggestions(request.GET.get("q", ""), request.user)

    return JsonResponse({"groups": [asdict(group) for group in found]})
