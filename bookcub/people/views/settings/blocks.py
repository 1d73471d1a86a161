"""Whom one keeps away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.people.actions.blocks import block
from bookcub.people.forms.blocks import WhomForm
from bookcub.people.queries import kept_away_page
from bookcub.people.views.form_pages import frame, show


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    page = kept_away_page(request.user, request.GET.get("page", ""), request.GET.get("mutes", ""))
    return render(request, "people/settings/blocks.html", {"page": page, **frame(request)})


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    initial = {"name": request.GET.get("name", "")[:40]}
    form = WhomForm(posted(request), person=request.user, initial=initial)
    if not form.is_valid():
        return show(request, "people/settings/block.html", {}, form=form)

    made = block(by=request.user, other=form.cleaned_data["name"])

    outcome = gettext("You and %(name)s have nothing to do with each other any more.")
    messages.success(request, outcome % {"name": made.blocked.username})
    return redirect("people:block_index")


@login_required
@require_POST
def delete(request: SignedInRequest, block_id: int) -> HttpResponse:
    made = get_object_or_404(request.user.blocks.select_related("blocked"), pk=block_id)

    made.delete()

    outcome = gettext("%(name)s is no longer blocked. All that was said is where it was.")
    messages.info(request, outcome % {"name": made.blocked.username})
    return redirect("people:block_index")
