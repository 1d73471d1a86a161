"""Taking back that an account was switched off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.people.actions import accounts
from bookcub.people.models import User
from bookcub.people.views.keeper.access import ensure_keeper


@login_required
@require_POST
def delete(request: SignedInRequest, username: str) -> HttpResponse:
    ensure_keeper(request)
    somebody = get_object_or_404(User.objects.named(username))

    accounts.switch_on(somebody)

    messages.success(request, gettext("%(name)s can log in again.") % {"name": somebody.username})
    return redirect("people:member_edit", username=somebody.username)
