"""The hosts' answer to who asks to be let in: welcome, no, or "not yet"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.actions import joining
from bookcub.clubs.forms.members import DeclineForm, PostponeForm
from bookcub.clubs.models import JoinRequest, Membership
from bookcub.clubs.views.lookups import hosting_membership
from bookcub.clubs.views.requests import render_requests
from bookcub.core.http import SignedInRequest, posted
from bookcub.core.page_urls import reverse
from bookcub.web.answers import answered


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, request_id: int, answer: str) -> HttpResponse:
    """Answer as the address says: "accept", "decline" or "postpone"."""
    membership = hosting_membership(request, club_id)
    waiting = JoinRequest.objects.waiting().heard_by(request.user).filter(club=membership.club_id)
    asked = get_object_or_404(waiting.select_related("club", "pseud__user"), pk=request_id)

    return ANSWERS[answer](request, membership, asked)


def _accept(request: SignedInRequest, membership: Membership, asked: JoinRequest) -> HttpResponse:
    answer = partial(joining.accept_request, asked=asked, by=request.user)
    return _answered(
        request,
        membership,
        answer,
        says=gettext("%(name)s is now a member of the club.") % {"name": asked.pseud.name},
    )


def _decline(request: SignedInRequest, membership: Membership, asked: JoinRequest) -> HttpResponse:
    form = DeclineForm(posted(request), prefix=f"decline-{asked.pk}")
    if not form.is_valid():
        return render_requests(request, membership, wrong={asked.pk: form})
    if form.cleaned_data["tells"]:
        says = gettext("You have declined the request. They will be told.")
    else:
        says = gettext("You have declined the request. They are not told.")
    answer = partial(joining.decline, admission=asked, by=request.user, **form.cleaned_data)
    return _answered(request, membership, answer, says=says)


def _postpone(request: SignedInRequest, membership: Membership, asked: JoinRequest) -> HttpResponse:
    form = PostponeForm(posted(request), prefix=f"postpone-{asked.pk}")
    if not form.is_valid():
        return render_requests(request, membership, wrong={asked.pk: form})
    answer = partial(joining.postpone, admission=asked, by=request.user, **form.cleaned_data)
    return _answered(
        request, membership, answer, says=gettext("The request waits here for the hosts.")
    )


ANSWERS = {"accept": _accept, "decline": _decline, "postpone": _postpone}


def _answered(
    request: SignedInRequest, membership: Membership, answer: Callable[[], object], *, says: str
) -> HttpResponse:
    there = reverse("clubs:request_index", args=[membership.club_id])
    return answered(request, answer, says=says, to=there)
