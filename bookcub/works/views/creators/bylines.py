"""Completing the names of people while somebody names co-creators or readers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.works.queries.bylines import bylines_suggested


@login_required
@require_safe
def index(request: SignedInRequest) -> JsonResponse:
    found = bylines_suggested(request.GET.get("q", ""), to=request.user)

    answer = JsonResponse({"results": [{"name": byline} for byline in found]})
    answer["Cache-Control"] = "private, max-age=60"
    return answer
