"""“Show me all”, and taking it back: for a work, and for what a club reads."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bookcub.comments.views.lookups import work_for
from bookcub.core.http import SignedInRequest, onward, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.reading.actions.look_ahead import look_ahead, look_no_further
from bookcub.reading.queries.look_ahead import looks_ahead
from bookcub.web.components.languages import Titled

SHOWN = gettext_lazy("You now see everything that is said about it.")
HIDDEN = gettext_lazy("What is ahead of you is hidden again.")


@login_required
@shows_and_saves
def create(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Ask kindly, then show everything that is said about a work."""
    work = work_for(request, work_id)
    back = reverse("comments:work_comment_index", args=[work.pk])

    if not saves(request):
        sees_all = looks_ahead(request.user, work)
        undo = reverse("comments:look_ahead_delete", args=[work.pk])
        return ask_first(request, about=work, back=back, looks=sees_all, undo=undo)
    look_ahead(user=request.user, work=work)

    messages.success(request, str(SHOWN))
    return redirect(onward(request, back))


@login_required
@require_POST
def delete(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = work_for(request, work_id)

    look_no_further(user=request.user, work=work)

    messages.success(request, str(HIDDEN))
    return redirect(onward(request, reverse("comments:work_comment_index", args=[work.pk])))


def ask_first(
    request: SignedInRequest, *, about: Titled, back: str, looks: bool, undo: str
) -> HttpResponse:
    context = {"about": about, "back": onward(request, back), "looks_ahead": looks}
    return render(request, "comments/look_ahead.html", context | {"undo_url": undo})
