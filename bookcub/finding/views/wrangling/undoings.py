"""A decision about tags taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, onward
from bookcub.core.page_urls import reverse
from bookcub.finding.queries.wrangling.logs import changes
from bookcub.finding.views.wrangling.access import ensured_scope
from bookcub.tags.actions.undoing import undo
from bookcub.web.forms.refusals import refusals


@login_required
@require_POST
def create(request: SignedInRequest, change_id: int) -> HttpResponse:
    scope = ensured_scope(request)
    change = get_object_or_404(changes(scope), pk=change_id)

    with refusals(request) as refused:
        undo(change, by=request.user)

    if not refused:
        messages.success(request, gettext("It is as it was before."))
    return redirect(onward(request, reverse("finding:tag_change_index")))
