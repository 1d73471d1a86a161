"""An announcement that no longer stands on top for anybody."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.comments.actions.announcements import take_down
from bookcub.comments.models import Announcement
from bookcub.comments.policies import Visitor, may_take_down
from bookcub.core.http import SignedInRequest, ensure, onward


def announcement_for(request: HttpRequest, comment_id: int) -> Announcement:
    """The announcement that a comment is, for those who may hear it."""
    rows = Announcement.objects.visible_to(request.user).select_related("club", "comment__pseud")
    return get_object_or_404(rows, comment=comment_id)


@login_required
@require_POST
def delete(request: SignedInRequest, comment_id: int) -> HttpResponse:
    announcement = announcement_for(request, comment_id)
    ensure(
        may_take_down(Visitor.of(request.user, None), announcement),
        gettext("Only the club’s hosts can take that down. Ask one of them."),
    )

    take_down(announcement=announcement)

    messages.success(request, gettext("It no longer stands on top. In the talk it is still there."))
    return redirect(onward(request, announcement.club.get_absolute_url()))
