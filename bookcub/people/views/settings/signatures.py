"""The pseud that a person signs with unless they choose another."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest


@login_required
@require_POST
def update(request: SignedInRequest, pseud_id: int) -> HttpResponse:
    pseud = get_object_or_404(request.user.pseuds.select_related("user"), pk=pseud_id)

    pseud.make_default()

    messages.success(
        request, gettext("You sign with %(name)s unless you choose another.") % {"name": pseud.name}
    )
    return redirect("people:pseud_index")
