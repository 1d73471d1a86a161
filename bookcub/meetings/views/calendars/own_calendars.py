"""The days of all clubs of a person, and their secret address."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.clubs.models import Membership
from bookcub.core.http import SignedInRequest
from bookcub.core.page_urls import reverse
from bookcub.core.zones import current_zone
from bookcub.meetings.actions.calendars import renew_of_person
from bookcub.meetings.models import PersonalCalendar
from bookcub.meetings.queries.days import coming_days
from bookcub.meetings.views.calendars.club_calendars import RENEWED
from bookcub.people.mail import absolute


@require_safe
@login_required
def detail(request: SignedInRequest) -> HttpResponse:
    """The days of all clubs of a person."""
    memberships = Membership.objects.current().filter(user=request.user)

    calendar = PersonalCalendar.objects.filter(user=request.user).first()
    context = {
        "club": None,
        "days": coming_days(
            request.user, list(memberships.values_list("pk", flat=True)), current_zone()
        ),
        "address": absolute(reverse("meetings:feed_detail", args=[calendar.key]))
        if calendar
        else "",
        "renewal": reverse("meetings:own_calendar_update"),
        "zone": current_zone(),
    }
    return render(request, "meetings/calendars/detail.html", context)


@require_POST
@login_required
def update(request: SignedInRequest) -> HttpResponse:
    """Make the address of one's own calendar, or renew it."""
    is_new = not PersonalCalendar.objects.filter(user=request.user).exists()

    renew_of_person(user=request.user)

    messages.success(
        request, gettext("Your calendar now has an address.") if is_new else str(RENEWED)
    )
    return redirect("meetings:own_calendar_detail")
