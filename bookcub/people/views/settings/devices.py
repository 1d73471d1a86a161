"""Where an account is signed in; delete signs a device out."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest
from bookcub.people.queries import devices_of
from bookcub.people.views.form_pages import frame


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    devices = devices_of(request.user, session_key=request.session.session_key)
    context = {"devices": devices, **frame(request)}
    return render(request, "people/settings/devices.html", context)


@login_required
@require_POST
def delete(request: SignedInRequest, device_id: int) -> HttpResponse:
    device = get_object_or_404(UserSession.objects.filter(user=request.user), pk=device_id)

    if device.session_key == request.session.session_key:
        messages.info(request, gettext("This is the device you are on. Use “Log out” to leave it."))
        return redirect("people:device_index")

    device.end()

    messages.success(request, gettext("That device is logged out."))
    return redirect("people:device_index")
