"""Everything of an import kept with one press."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.importing.actions.batches import keep_all
from bookcub.importing.models import Import
from bookcub.importing.policies import may_import


@require_POST
@login_required
def create(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Save all as drafts, or post all; the page shows how far that is."""
    made = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    ensure(
        may_import(request.user),
        gettext(
            "Your account cannot post at the moment, so it cannot import either. Ask a keeper why."
        ),
    )

    keep_all(made=made, posts=request.POST.get("do") == "publish")

    return redirect(made)
