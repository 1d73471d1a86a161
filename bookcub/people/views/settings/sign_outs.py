"""Signing out everywhere but here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.people.actions.accounts import sign_out_everywhere


@login_required
@require_POST
def create(request: SignedInRequest) -> HttpResponse:
    ended = sign_out_everywhere(request.user, but=request.session.session_key)

    messages.success(
        request,
        ngettext(
            "%(count)s other device is logged out.",
            "%(count)s other devices are logged out.",
            ended,
        )
        % {"count": ended},
    )
    return redirect("people:device_index")
