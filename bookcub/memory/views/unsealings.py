"""A prediction, opened before its time by whoever sealed it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.memory.actions import predictions as actions
from bookcub.memory.views.predictions import own_prediction


@login_required
@require_POST
def create(
    request: SignedInRequest, club_id: int, read_id: int, prediction_id: int
) -> HttpResponse:
    """Open one's own before its time, for those who have come as far as it goes."""
    prediction = own_prediction(request, club_id, read_id, prediction_id)

    if actions.open_prediction(prediction=prediction):
        messages.success(
            request, gettext("Your prediction is open to everybody who has read that far.")
        )

    return redirect("memory:prediction_index", club_id, read_id)
