"""Predictions of a read: sealed, opened, judged. A sealed one is shown to nobody but its writer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.meetings.policies import Standing
from bookcub.meetings.views.finding import club_for
from bookcub.memory.actions import predictions as actions
from bookcub.memory.forms.predictions import PredictionForm, VerdictForm
from bookcub.memory.models import Outcome, Prediction
from bookcub.memory.queries.predictions import places_ahead, predictions_page
from bookcub.reads.models import Read
from bookcub.reads.queries.places import place_of

NOT_YOURS = "Only whoever sealed it can do that."
OPENED = "It is open already, and stays as it was written."


@sensitive_post_parameters("text")
@shows_and_saves
@login_required
@never_cache
def index(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """The read's predictions, and a new one."""
    read, stand = _read_for(request, club_id, read_id)
    actions.open_reached(read)

    at = place_of(request.user, read)
    form = PredictionForm(posted(request), places=places_ahead(read, at))
    if form.is_valid():
        actions.seal(
            read=read,
            by=stand.membership,
            text=form.cleaned_data["text"],
            upto=form.cleaned_data["upto"],
            made_at_place=at,
        )
        messages.success(request, "Sealed. Nobody else can read it before its time.")
        return redirect("memory:prediction_index", club_id, read_id)

    page = predictions_page(read, stand, request.user)
    context = {"page": page, "read": read, "club": read.club, "form": form}
    context["membership"] = stand.membership
    return render(request, "memory/prediction_index.html", context, status=form_status(form))


@login_required
@require_POST
def delete(
    request: SignedInRequest, club_id: int, read_id: int, prediction_id: int
) -> HttpResponse:
    """Tear up one's own while it is sealed."""
    prediction = _own(request, club_id, read_id, prediction_id)

    try:
        actions.tear_up(prediction=prediction)
    except actions.OpenedError:
        messages.warning(request, OPENED)
    else:
        messages.success(request, "Torn up. Nobody has read it.")

    return redirect("memory:prediction_index", club_id, read_id)


@login_required
@require_POST
def open_it(
    request: SignedInRequest, club_id: int, read_id: int, prediction_id: int
) -> HttpResponse:
    """Open one's own before its time, for those who have come as far as it goes."""
    prediction = _own(request, club_id, read_id, prediction_id)

    if actions.open_prediction(prediction=prediction):
        messages.success(request, "It is open for everybody who has come that far.")

    return redirect("memory:prediction_index", club_id, read_id)


@login_required
@require_POST
def judge(request: SignedInRequest, club_id: int, read_id: int, prediction_id: int) -> HttpResponse:
    """Say how an open one came out."""
    read, stand = _read_for(request, club_id, read_id)
    readable = Prediction.objects.visible_to(request.user).filter(read=read)
    prediction = get_object_or_404(readable, pk=prediction_id)
    ensure(prediction.opened_at is not None, "It is sealed yet.")

    form = VerdictForm(request.POST)
    if form.is_valid():
        actions.judge(
            prediction=prediction,
            by=stand.membership,
            outcome=Outcome(form.cleaned_data["outcome"]),
        )
    else:
        messages.error(request, "Say whether it was right, partly right, or wrong.")

    url = (
        reverse("memory:prediction_index", args=[club_id, read_id]) + f"#prediction-{prediction.pk}"
    )
    return redirect(url)


def _read_for(request: SignedInRequest, club_id: int, read_id: int) -> tuple[Read, Standing]:
    club, stand = club_for(request, club_id)
    reads = Read.objects.visible_to(request.user).filter(club=club)
    return get_object_or_404(reads.select_related("work", "book", "club"), pk=read_id), stand


def _own(request: SignedInRequest, club_id: int, read_id: int, prediction_id: int) -> Prediction:
    """A prediction that this person may read; 404 for the sealed ones of others, 403 for open ones."""
    read, stand = _read_for(request, club_id, read_id)
    readable = Prediction.objects.visible_to(request.user).filter(read=read)
    prediction = readable.filter(pk=prediction_id).first()
    if prediction is None:
        raise Http404
    ensure(prediction.membership_id == stand.membership.pk, NOT_YOURS)
    return prediction
