"""Ask one's clubs what was said."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club
from bookcub.core.http import SignedInRequest, form_status
from bookcub.memory.forms.recall import RecallForm
from bookcub.memory.queries.recall import recall


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """What was said in the clubs of whoever asks, as far as they may see it."""
    form = RecallForm(request.GET or None, person=request.user)
    is_asked = bool(request.GET)
    context = {"form": form, "has_clubs": Club.objects.of(request.user).exists()}
    if is_asked and not form.is_valid():
        return render(request, "memory/recall_index.html", context, status=form_status(form))
    typed = form.cleaned_data["q"] if is_asked else ""
    asked = typed.strip()
    answer = recall(request.user, asked, form.narrowing(), page=_page(request)) if asked else None

    query = request.GET.copy()
    query.pop("page", None)
    context |= {"answer": answer, "asked": asked, "query": query.urlencode()}
    return render(request, "memory/recall_index.html", context)


def _page(request: SignedInRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < 4 else 1  # noqa: PLR2004  # deeper than any answer
