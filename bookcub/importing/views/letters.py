"""A file whose letters came out wrong, read again in others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.importing.actions.uploads import read_again
from bookcub.importing.forms.letters import LettersForm
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.policies import has_room, may_import


@require_POST
@login_required
def create(request: SignedInRequest, import_id: int, number: int) -> HttpResponse:
    """Read it again; what was typed about it before is not kept, for it is another text."""
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
    form = LettersForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose the letters from the list."))
        return redirect(part)

    made = read_again(part=part, letters=form.cleaned_data["letters"])

    return redirect(made)
