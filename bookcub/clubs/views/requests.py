"""Asking to be let in, and who has asked."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.clubs.actions import joining
from bookcub.clubs.forms.members import AskForm, DeclineForm, PostponeForm
from bookcub.clubs.models import JoinRequest, Membership
from bookcub.clubs.policies import may_ask_to_join
from bookcub.clubs.queries.clubs import club_front
from bookcub.clubs.queries.members import postponed_of, requests_of
from bookcub.clubs.views.lookups import hosting_membership, show, visible_club
from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.web.answers import answered
from bookcub.web.forms.refusals import refusals


@login_required
@shows_and_saves
def new(request: SignedInRequest, club_id: int) -> HttpResponse:
    club = visible_club(request, club_id)
    ensure(
        may_ask_to_join(request.user, club),
        gettext("This club does not take requests to join. Its page says how people join."),
    )
    if Membership.objects.current().filter(club=club, user=request.user).exists():
        return redirect(club)

    form = AskForm(posted(request), user=request.user)
    context = {"club": club, "page": club_front(club, request.user)}
    if not form.is_valid():
        return show(request, "clubs/requests/new.html", context, form=form)

    given = form.cleaned_data
    with refusals(form) as refused:
        joining.ask_to_join(club=club, pseud=given["pseud"], word=given["word"])
    if refused:
        return show(request, "clubs/requests/new.html", context, form=form)

    messages.success(request, gettext("Your request was sent to the hosts."))
    return redirect(club)


@login_required
@require_safe
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    membership = hosting_membership(request, club_id)

    return render_requests(request, membership)


@login_required
@require_POST
def delete(request: SignedInRequest, request_id: int) -> HttpResponse:
    """Take back what one has asked."""
    mine = JoinRequest.objects.by(request.user).select_related("club")
    asked = get_object_or_404(mine, pk=request_id)

    answer = partial(joining.take_back, admission=asked)
    return answered(
        request, answer, says=gettext("Your request to join is withdrawn."), to="home:club_index"
    )


def render_requests(
    request: SignedInRequest,
    membership: Membership,
    *,
    wrong: dict[int, DeclineForm | PostponeForm] | None = None,
) -> HttpResponse:
    """Who asks to be let in, perhaps with answers' forms that came back."""
    wrong = wrong or {}
    club = membership.club
    asked = list(requests_of(club, request.user))
    later = list(postponed_of(club, request.user))
    context = {
        "club": club,
        "membership": membership,
        "asked": [_RequestWithForms(one, wrong.get(one.pk)) for one in asked],
        "later": [_RequestWithForms(one, wrong.get(one.pk)) for one in later],
    }
    status = form_status(*wrong.values())
    return render(request, "clubs/requests/index.html", context, status=status)


class _RequestWithForms:
    """One request with the forms of its answers."""

    def __init__(self, asked: JoinRequest, wrong: DeclineForm | PostponeForm | None) -> None:
        self.asked = asked
        self.decline: DeclineForm = DeclineForm(prefix=f"decline-{asked.pk}")
        self.postpone: PostponeForm = PostponeForm(prefix=f"postpone-{asked.pk}")
        if isinstance(wrong, DeclineForm):
            self.decline = wrong
        elif isinstance(wrong, PostponeForm):
            self.postpone = wrong
