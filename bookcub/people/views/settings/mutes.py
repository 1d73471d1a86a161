"""Whom one does not hear."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.people.actions.blocks import mute
from bookcub.people.forms.blocks import MuteForm
from bookcub.people.views.form_pages import show


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    initial = {"name": request.GET.get("name", "")[:40]}
    form = MuteForm(posted(request), person=request.user, initial=initial)
    if not form.is_valid():
        return show(request, "people/settings/mute.html", {}, form=form)

    given = form.cleaned_data
    made = mute(by=request.user, other=given["name"], reason=given["reason"])

    messages.success(
        request, gettext("You hear nothing of %(name)s now.") % {"name": made.muted.username}
    )
    return redirect("people:block_index")


@login_required
@require_POST
def delete(request: SignedInRequest, mute_id: int) -> HttpResponse:
    made = get_object_or_404(request.user.mutes.select_related("muted"), pk=mute_id)

    made.delete()

    messages.info(request, gettext("You hear %(name)s again.") % {"name": made.muted.username})
    return redirect("people:block_index")
