"""“Show me all” for what a club reads, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bookcub.comments.actions.look_aheads import look_ahead_in, look_no_further_in
from bookcub.comments.queries.club_talk import sees_all_of
from bookcub.comments.views.look_aheads import HIDDEN, SHOWN, ask_first
from bookcub.comments.views.lookups import membership_for, read_for
from bookcub.core.http import SignedInRequest, onward, saves, shows_and_saves
from bookcub.core.page_urls import reverse


@login_required
@shows_and_saves
def create(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """The same for what a club reads."""
    read = read_for(request, club_id, read_id)
    membership = membership_for(request, read.club_id)
    back = reverse("comments:club_talk_index", args=[club_id, read_id])

    if not saves(request):
        sees_all = sees_all_of(read, membership)
        undo = reverse("comments:read_look_ahead_delete", args=[club_id, read_id])
        return ask_first(request, about=read, back=back, looks=sees_all, undo=undo)
    look_ahead_in(read=read, membership=membership)

    messages.success(request, str(SHOWN))
    return redirect(onward(request, back))


@login_required
@require_POST
def delete(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    read = read_for(request, club_id, read_id)
    membership = membership_for(request, read.club_id)

    look_no_further_in(read=read, membership=membership)

    messages.success(request, str(HIDDEN))
    return redirect(onward(request, reverse("comments:club_talk_index", args=[club_id, read_id])))
