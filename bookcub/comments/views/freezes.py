"""A thread that nobody can answer any more."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments import actions
from bookcub.comments.models import Comment
from bookcub.comments.policies import may_freeze, may_thaw
from bookcub.comments.queries.cards import card_of
from bookcub.comments.views.lookups import (
    comment_for,
    is_closed,
    not_yours_to_keep,
    place_of,
    show_changed,
    visitor_of,
)
from bookcub.core.http import SignedInRequest, ensure, onward, saves, shows_and_saves


@shows_and_saves
@login_required
def create(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """Ask, then freeze."""
    if is_closed(request):
        return HttpResponse()

    comment = comment_for(request, comment_id)
    visitor = visitor_of(request, comment)
    ensure(may_freeze(visitor, comment), not_yours_to_keep())

    if not saves(request):
        context = {
            "comment": comment,
            "card": card_of(comment, visitor, anchored=True),
            "next": onward(request, ""),
            "back": place_of(request, comment),
            "in_place": bool(request.htmx),
        }
        page = "_form" if request.htmx else "new"
        return render(request, f"comments/freezes/{page}.html", context)

    actions.freeze(comment=comment)

    return _done(
        request, comment, gettext("The thread is frozen: nobody can reply below this comment.")
    )


@login_required
@require_POST
def delete(request: SignedInRequest, comment_id: int) -> HttpResponse:
    comment = comment_for(request, comment_id)
    ensure(may_thaw(visitor_of(request, comment), comment), not_yours_to_keep())

    actions.thaw(comment=comment)

    return _done(request, comment, gettext("The thread is open again."))


def _done(request: SignedInRequest, comment: Comment, words: str) -> HttpResponse:
    if request.htmx:
        return show_changed(request, comment_for(request, comment.pk), words=words)
    messages.success(request, words)
    return redirect(place_of(request, comment))
