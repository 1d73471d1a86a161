"""Who looks after the archive."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.people.actions import accounts
from bookcub.people.models import User
from bookcub.people.policies import may_change_keepership
from bookcub.people.views.keeper.access import ensure_keeper


@login_required
@require_POST
def update(request: SignedInRequest, username: str) -> HttpResponse:
    """Make a member a keeper, or a keeper a member again."""
    ensure_keeper(request)
    somebody = get_object_or_404(User.objects.named(username))
    ensure(
        may_change_keepership(request.user, somebody),
        gettext("You cannot change this about yourself. Ask another keeper to do it."),
    )

    accounts.change_keepership(somebody, by=request.user, now=request.POST.get("keeper") == "yes")

    outcome = (
        gettext("%(name)s is a keeper now.")
        if somebody.is_keeper
        else gettext("%(name)s is no longer a keeper.")
    )
    messages.success(request, outcome % {"name": somebody.username})
    return redirect("people:member_edit", username=somebody.username)
