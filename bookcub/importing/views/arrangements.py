"""The files of an import read as one work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.importing.actions.uploads import put_together
from bookcub.importing.models import Import
from bookcub.importing.views.lookups import ensure_room


@require_POST
@login_required
def create(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Read them anew; once something of them is decided, they stay as they are."""
    made = get_object_or_404(
        Import.objects.visible_to(request.user).select_related("pseud__user"), pk=import_id
    )
    ensure_room(request.user)
    if not made.may_be_arranged:
        messages.info(
            request, gettext("Some of it is saved or left out already, so it stays as it is.")
        )
        return redirect(made)

    anew = put_together(made=made)

    return redirect(anew)
