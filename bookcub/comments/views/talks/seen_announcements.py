"""“Seen”: an announcement that one reader needs on top no longer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bookcub.comments.actions.announcements import see
from bookcub.comments.views.talks.announcements import announcement_for
from bookcub.core.http import SignedInRequest, onward


@login_required
@require_POST
def create(request: SignedInRequest, comment_id: int) -> HttpResponse:
    announcement = announcement_for(request, comment_id)

    see(announcement=announcement, by=request.user)

    return redirect(onward(request, announcement.club.get_absolute_url()))
