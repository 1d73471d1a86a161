"""Calendars: the pages that tell their secret addresses, what stands behind these, and one meeting to keep."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from bookcub.clubs.models import Membership
from bookcub.core.http import Request, SignedInRequest
from bookcub.formats.calendars import calendar_feed
from bookcub.meetings.actions.calendars import renew_of_club, renew_of_person
from bookcub.meetings.forms.moments import current_zone
from bookcub.meetings.models import Meeting, PersonalCalendar
from bookcub.meetings.queries.days import coming_days
from bookcub.meetings.queries.events import meeting_event
from bookcub.meetings.queries.feeds import feed_behind
from bookcub.meetings.views.finding import club_for, meeting_for
from bookcub.people.mail import absolute

CALENDAR = "text/calendar; charset=utf-8"
RENEWED = "The address is new, and the old one shows nothing any more. Subscribe to the new one where you used it."


@require_safe
def feed(request: Request, key: str) -> HttpResponse:
    """The calendar behind a secret address: whoever has it needs no log-in."""
    found = feed_behind(key)
    if found is None:
        raise Http404

    response = HttpResponse(found.text, content_type=CALENDAR)
    response["Content-Disposition"] = 'inline; filename="clubs.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["ETag"] = found.etag
    # For people who wonder. Only the ETag decides: what is taken away leaves no date behind.
    response["Last-Modified"] = http_date(found.changed_at.timestamp())
    return get_conditional_response(request, etag=found.etag, response=response) or response


@require_safe
@login_required
def club(request: SignedInRequest, club_id: int) -> HttpResponse:
    """A club's days, and the address under which calendar programs find them."""
    shown, stand = club_for(request, club_id)

    key = stand.membership.calendar_key
    context = {
        "club": shown,
        "membership": stand.membership,
        "days": coming_days(request.user, [stand.membership.pk], current_zone()),
        "address": absolute(request, reverse("meetings:feed_detail", args=[key])),
        "renewal": reverse("meetings:calendar_update", args=[shown.pk]),
        "zone": current_zone(),
    }
    return render(request, "meetings/calendar_detail.html", context)


@require_POST
@login_required
def club_address(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Renew the address of a club's calendar."""
    _, stand = club_for(request, club_id)

    renew_of_club(membership=stand.membership)

    messages.success(request, RENEWED)
    return redirect("meetings:calendar_detail", club_id)


@require_safe
@login_required
def own(request: SignedInRequest) -> HttpResponse:
    """The days of all clubs of a person."""
    memberships = Membership.objects.current().filter(user=request.user)

    calendar = PersonalCalendar.objects.filter(user=request.user).first()
    context = {
        "club": None,
        "days": coming_days(
            request.user, list(memberships.values_list("pk", flat=True)), current_zone()
        ),
        "address": absolute(request, reverse("meetings:feed_detail", args=[calendar.key]))
        if calendar
        else "",
        "renewal": reverse("meetings:own_calendar_update"),
        "zone": current_zone(),
    }
    return render(request, "meetings/calendar_detail.html", context)


@require_POST
@login_required
def own_address(request: SignedInRequest) -> HttpResponse:
    """Make the address of one's own calendar, or renew it."""
    is_new = not PersonalCalendar.objects.filter(user=request.user).exists()

    renew_of_person(user=request.user)

    messages.success(request, "Your calendar has an address now." if is_new else RENEWED)
    return redirect("meetings:own_calendar_detail")


@require_safe
@login_required
def meeting(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """One meeting, to be kept in a calendar."""
    shown, _ = meeting_for(request, meeting_id)
    if shown.starts_at is None:
        raise Http404

    is_open = Meeting.objects.open_to(request.user).filter(pk=shown.pk).exists()
    event = meeting_event(shown, is_open=is_open)
    response = HttpResponse(calendar_feed(shown.title, [event]), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="meeting-{shown.pk}.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response
