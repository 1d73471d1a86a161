"""“Show me all”, and taking it back: for a work, and for what a club reads."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bookcub.comments.actions.ahead import look_ahead_in, look_no_further_in
from bookcub.comments.queries.club_talk import sees_all_of
from bookcub.comments.views.finding import membership_for, read_for, work_for
from bookcub.core.http import SignedInRequest, onward, saves, shows_and_saves
from bookcub.reading.actions.look_ahead import look_ahead, look_no_further
from bookcub.reading.queries.look_ahead import looks_ahead

SHOWN = "You now see everything that is said about it."
HIDDEN = "What is ahead of you is hidden again."


@login_required
@shows_and_saves
def create(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Ask kindly, then show everything that is said about a work."""
    work = work_for(request, work_id)
    back = reverse("comments:work_comments", args=[work.pk])

    if not saves(request):
        sees_all = looks_ahead(request.user, work)
        undo = reverse("comments:look_ahead_delete", args=[work.pk])
        return _ask(request, title=work.title, back=back, looks=sees_all, undo=undo)
    look_ahead(user=request.user, work=work)

    messages.success(request, SHOWN)
    return redirect(onward(request, back))


@login_required
@require_POST
def delete(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = work_for(request, work_id)

    look_no_further(user=request.user, work=work)

    messages.success(request, HIDDEN)
    return redirect(onward(request, reverse("comments:work_comments", args=[work.pk])))


@login_required
@shows_and_saves
def create_in_read(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """The same for what a club reads."""
    read = read_for(request, club_id, read_id)
    membership = membership_for(request, read.club_id)
    back = reverse("comments:club_talk", args=[club_id, read_id])

    if not saves(request):
        sees_all = sees_all_of(read, membership)
        undo = reverse("comments:read_look_ahead_delete", args=[club_id, read_id])
        return _ask(request, title=read.title, back=back, looks=sees_all, undo=undo)
    look_ahead_in(read=read, membership=membership)

    messages.success(request, SHOWN)
    return redirect(onward(request, back))


@login_required
@require_POST
def delete_in_read(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    read = read_for(request, club_id, read_id)
    membership = membership_for(request, read.club_id)

    look_no_further_in(read=read, membership=membership)

    messages.success(request, HIDDEN)
    return redirect(onward(request, reverse("comments:club_talk", args=[club_id, read_id])))


def _ask(
    request: SignedInRequest, *, title: str, back: str, looks: bool, undo: str
) -> HttpResponse:
    context = {"title": title, "back": onward(request, back), "looks_ahead": looks}
    return render(request, "comments/look_ahead.html", context | {"undo_url": undo})
