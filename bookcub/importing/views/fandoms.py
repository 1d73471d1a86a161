"""The fandom under which works of an import go that name none."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.importing.forms.fandom import FandomForm
from bookcub.importing.models import Import
from bookcub.importing.queries.pages import import_page
from bookcub.importing.views.imports import show_parts
from bookcub.importing.views.lookups import ensure_may_import
from bookcub.works.forms.fandoms import with_what_was_meant


@require_POST
@login_required
def create(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Name it for all of them, or take it back with an empty field."""
    made = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    ensure_may_import(request.user)
    form = FandomForm(with_what_was_meant(request.POST))
    if not form.is_valid():
        return show_parts(request, import_page(made), form)

    made.file_under(form.cleaned_data["fandom"])

    messages.success(request, gettext("Saved."))
    return redirect(made)
