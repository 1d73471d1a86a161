"""The way from a line of the inbox to what it is about."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, onward
from bookcub.notifications.actions import leave_opened
from bookcub.notifications.models import Notice
from bookcub.notifications.queries.inbox import opened_line


@login_required
@require_safe
def detail(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """Lead to what a line is about (or `next`: where else that stands), which is read by that; to the inbox where it is closed by now."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=notice_id)
    item = opened_line(request.user, notice)
    if item is None or not item.url:
        return redirect("notifications:inbox_index")
    if _is_pressed(request):
        leave_opened(request.user, notice)
    return redirect(onward(request, item.url))


def _is_pressed(request: SignedInRequest) -> bool:
    """Not fetched beforehand, and no picture in somebody's comment: nobody has read by that.

    https://wicg.github.io/nav-speculation/ and https://www.w3.org/TR/fetch-metadata/
    """
    told = request.headers
    wanted = told.get("Sec-Fetch-Dest", "document")
    # A service worker that fetches a page for its browser no longer says what for, but that one goes there.
    is_handed_on = wanted == "empty" and told.get("Sec-Fetch-Mode") == "navigate"
    is_page = wanted == "document" or is_handed_on
    is_from_elsewhere = told.get("Sec-Fetch-Site") == "cross-site"
    return is_page and not is_from_elsewhere and "prefetch" not in told.get("Sec-Purpose", "")
