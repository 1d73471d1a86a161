"""A club's days, and the secret address under which calendar programs find them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest
from bookcub.core.page_urls import reverse
from bookcub.core.zones import current_zone
from bookcub.meetings.actions.calendars import renew_of_club
from bookcub.meetings.queries.days import coming_days
from bookcub.meetings.views.lookups import club_for
from bookcub.people.mail import absolute

RENEWED = gettext_lazy(
    "You have a new address, and the old one has stopped working. Subscribe to the new one where you used the old."
)


@require_safe
@login_required
def detail(request: SignedInRequest, club_id: int) -> HttpResponse:
    """A club's days, and the address under which calendar programs find them."""
    shown, participant = club_for(request, club_id)

    key = participant.membership.calendar_key
    context = {
        "club": shown,
        "membership": participant.membership,
        "days": coming_days(request.user, [participant.membership.pk], current_zone()),
        "address": absolute(reverse("meetings:feed_detail", args=[key])),
        "renewal": reverse("meetings:calendar_update", args=[shown.pk]),
        "zone": current_zone(),
    }
    return render(request, "meetings/calendars/detail.html", context)


@require_POST
@login_required
def update(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Renew the address of a club's calendar."""
    _, participant = club_for(request, club_id)

    renew_of_club(membership=participant.membership)

    messages.success(request, str(RENEWED))
    return redirect("meetings:calendar_detail", club_id)
