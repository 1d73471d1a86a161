"""How a prediction came out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.core.page_urls import reverse
from bookcub.memory.actions import predictions as actions
from bookcub.memory.forms.predictions import VerdictForm
from bookcub.memory.models import Prediction, PredictionOutcome
from bookcub.memory.views.predictions import read_and_participant


@login_required
@require_POST
def create(
    request: SignedInRequest, club_id: int, read_id: int, prediction_id: int
) -> HttpResponse:
    """Say how one came out that is open for oneself."""
    read, participant = read_and_participant(request, club_id, read_id)
    readable = Prediction.objects.visible_to(request.user).filter(read=read)
    prediction = get_object_or_404(readable, pk=prediction_id)
    ensure(
        Prediction.objects.open_to(request.user).filter(pk=prediction.pk).exists(),
        gettext("This prediction is still sealed. You can judge it once you have read that far."),
    )

    form = VerdictForm(request.POST)
    if form.is_valid():
        actions.judge(
            prediction=prediction,
            by=participant.membership,
            outcome=PredictionOutcome(form.cleaned_data["outcome"]),
        )
    else:
        messages.error(request, gettext("Choose how it came out: with one of the three buttons."))

    url = (
        reverse("memory:prediction_index", args=[club_id, read_id]) + f"#prediction-{prediction.pk}"
    )
    return redirect(url)
