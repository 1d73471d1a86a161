"""One work that was made of several files, taken apart into a work of each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.importing.actions.uploads import take_apart
from bookcub.importing.views.lookups import part_to_read_anew


@require_POST
@login_required
def create(request: SignedInRequest, import_id: int, number: int) -> HttpResponse:
    """Read its files anew; the other works of the import, and what was typed about them, stay as they are."""
    part = part_to_read_anew(request, import_id, number)

    made = take_apart(part=part)

    return redirect(made)
