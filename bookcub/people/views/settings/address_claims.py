"""The address that waits to be confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.people.actions import addresses


@login_required
@require_POST
def delete(request: SignedInRequest) -> HttpResponse:
    addresses.withdraw_claim(request.user)

    messages.info(
        request, gettext("The address is withdrawn, and the link we sent to it is switched off.")
    )
    return redirect("people:account_detail")
