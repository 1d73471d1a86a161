"""How much a club has said about a read, for the slot on its page: two numbers for the whole of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bookcub.comments.models import Comment, Hearers
from bookcub.comments.views.lookups import read_for
from bookcub.core.http import SignedInRequest


@login_required
@require_safe
def detail(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """With `part` the numbers; else on to the talk itself."""
    read = read_for(request, club_id, read_id)
    if "part" not in request.GET:
        return redirect("comments:club_talk_index", club_id, read_id)

    here = Q(hearers=Hearers.CLUB, club=read.club_id, work=read.work_id or 0) | Q(read=read)
    readable = Comment.objects.visible_to(request.user).filter(here).count()
    ahead = Comment.objects.ahead_of(request.user).filter(here).count()
    return render(request, "comments/talks/_ahead.html", {"readable": readable, "ahead": ahead})
