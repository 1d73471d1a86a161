"""One work that was made of several files, taken apart into a work of each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.importing.actions.uploads import take_apart
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.policies import has_room, may_import


@require_POST
@login_required
def create(request: SignedInRequest, import_id: int, number: int) -> HttpResponse:
    """Read its files anew; the other works of the import, and what was typed about them, stay as they are."""
    own = ImportPart.objects.undecided().filter(
        of_import__in=Import.objects.visible_to(request.user)
    )
    part = get_object_or_404(
        own.select_related("of_import__pseud__user"), of_import=import_id, number=number
    )
    ensure(
        may_import(request.user) and has_room(request.user),
        gettext("You cannot import more at the moment. Save or discard an import first."),
    )

    made = take_apart(part=part)

    return redirect(made)
