"""A file whose letters came out wrong, read again in others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.importing.actions.uploads import read_again
from bookcub.importing.forms.letters import LettersForm
from bookcub.importing.views.lookups import part_to_read_anew


@require_POST
@login_required
def create(request: SignedInRequest, import_id: int, number: int) -> HttpResponse:
    """Read it again; what was typed about it before is not kept, for it is another text."""
    part = part_to_read_anew(request, import_id, number)
    form = LettersForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose the letters from the list."))
        return redirect(part)

    made = read_again(part=part, letters=form.cleaned_data["letters"])

    return redirect(made)
