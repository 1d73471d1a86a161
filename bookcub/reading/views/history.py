"""What a person has read: searchable, forgettable, and only theirs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, saves, shows_and_saves
from bookcub.reading.actions.places import forget_all
from bookcub.reading.models import Place
from bookcub.reading.queries.history import PER_PAGE, history_page, history_rows
from bookcub.web.pages import page_of


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    rows = history_rows(request.user, request.GET.get("q", "").strip()[:200])

    page = page_of(rows, request, PER_PAGE)
    context = {"page": page, "visits": history_page(page, request.user)}
    return render(request, "reading/history/index.html", context)


@shows_and_saves
@login_required
def delete(request: SignedInRequest) -> HttpResponse:
    """Forget everything, after asking."""
    if not saves(request):
        held = Place.objects.visible_to(request.user).count()
        return render(request, "reading/history/delete_all.html", {"held": held})

    count = forget_all(user=request.user)

    sentence = ngettext(
        "Your history is cleared: %(count)s work was removed.",
        "Your history is cleared: %(count)s works were removed.",
        count,
    )
    messages.success(request, sentence % {"count": count})
    return redirect("reading:history_index")
