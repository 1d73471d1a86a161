"""Predictions of a read: sealed, torn up. Each is shown to nobody but its writer before they have come to its place."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.meetings.policies import Participant
from bookcub.meetings.views.lookups import club_for
from bookcub.memory.actions import predictions as actions
from bookcub.memory.forms.predictions import PredictionForm
from bookcub.memory.models import Prediction
from bookcub.memory.queries.predictions import likely_place, places_ahead, predictions_page
from bookcub.reads.models import Read
from bookcub.reads.queries.measures import measure_of
from bookcub.reads.queries.places import place_of


@sensitive_post_parameters("text")
@shows_and_saves
@login_required
@never_cache
def index(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """The read's predictions, and a new one."""
    read, participant = read_and_participant(request, club_id, read_id)
    at = place_of(request.user, read)
    measure = measure_of(read, request.user)
    places = places_ahead(read, at, measure)
    form = PredictionForm(posted(request), places=places, likely=likely_place(read, at))
    if form.is_valid():
        actions.seal(
            read=read,
            by=participant.membership,
            text=form.cleaned_data["text"],
            upto=form.cleaned_data["upto"],
            made_at_place=at,
        )
        messages.success(
            request,
            gettext("Your prediction is sealed. Nobody reads it before they have come that far."),
        )
        # On a phone it would stand below the form and all that has opened.
        return redirect(f"{reverse('memory:prediction_index', args=[club_id, read_id])}#own")

    page = predictions_page(read, participant, request.user, measure, may_guess=bool(places))
    context = {"page": page, "read": read, "club": read.club, "form": form}
    context["membership"] = participant.membership
    return render(request, "memory/prediction_index.html", context, status=form_status(form))


@login_required
@require_POST
def delete(
    request: SignedInRequest, club_id: int, read_id: int, prediction_id: int
) -> HttpResponse:
    """Tear up one's own, as long as one has not come to its place oneself: where others are is their own affair."""
    prediction = own_prediction(request, club_id, read_id, prediction_id)

    if Prediction.objects.open_to(request.user).filter(pk=prediction.pk).exists():
        messages.warning(
            request,
            gettext("You have come to its place, so your prediction stays as you wrote it."),
        )
    else:
        actions.tear_up(prediction=prediction)
        messages.success(request, gettext("Your prediction is torn up."))

    return redirect("memory:prediction_index", club_id, read_id)


def read_and_participant(
    request: SignedInRequest, club_id: int, read_id: int
) -> tuple[Read, Participant]:
    club, participant = club_for(request, club_id)
    reads = Read.objects.visible_to(request.user).filter(club=club)
    return get_object_or_404(reads.select_related("work", "book", "club"), pk=read_id), participant


def own_prediction(
    request: SignedInRequest, club_id: int, read_id: int, prediction_id: int
) -> Prediction:
    """A prediction that this person may read; 404 for the sealed ones of others, 403 for open ones."""
    read, participant = read_and_participant(request, club_id, read_id)
    readable = Prediction.objects.visible_to(request.user).filter(read=read)
    prediction = readable.filter(pk=prediction_id).first()
    if prediction is None:
        raise Http404
    ensure(
        prediction.membership_id == participant.membership.pk,
        gettext("Only whoever sealed a prediction can tear it up."),
    )
    return prediction
