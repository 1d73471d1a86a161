"""Everybody who has an account, and each of them; a POST switches that account off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, ensure, posted, saves, shows_and_saves
from bookcub.people.actions import accounts
from bookcub.people.forms.keeper import DeactivationForm
from bookcub.people.models import User
from bookcub.people.policies import may_change_keepership, may_switch_off
from bookcub.people.queries import people_page
from bookcub.people.views.form_pages import show
from bookcub.people.views.keeper.access import ensure_keeper


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    ensure_keeper(request)

    search = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    page = people_page(search, request.GET.get("page", 1))
    return render(request, "people/keeper/people.html", {"page": page, "search": search})


@login_required
@shows_and_saves
def edit(request: SignedInRequest, username: str) -> HttpResponse:
    """One account; a POST switches it off with a reason."""
    ensure_keeper(request)
    somebody = get_object_or_404(User.objects.named(username).with_keepership())

    if saves(request):
        ensure(
            may_switch_off(request.user, somebody),
            gettext("You cannot switch your own account off. Ask another keeper to do it."),
        )

    form = DeactivationForm(posted(request))
    if not form.is_valid():
        context = {
            "person": somebody,
            "pseuds": somebody.pseuds.all(),
            "deactivations": somebody.deactivations.select_related("made_by"),
            "may_switch_off": may_switch_off(request.user, somebody),
            "may_change_keepership": may_change_keepership(request.user, somebody),
        }
        return show(request, "people/keeper/person.html", context, form=form)

    accounts.switch_off(somebody, by=request.user, reason=form.cleaned_data["reason"])

    messages.success(
        request,
        gettext("%(name)s’s account is switched off and logged out everywhere.")
        % {"name": somebody.username},
    )
    return redirect("people:member_edit", username=somebody.username)
