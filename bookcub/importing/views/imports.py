"""An import: how far it is, what came of it, and letting it go."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, form_status, saves, shows_and_saves
from bookcub.importing.forms.fandom import FandomForm
from bookcub.importing.models import Import
from bookcub.importing.queries.pages import ImportPage, import_page, imports_of


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    return render(request, "importing/import_index.html", {"imports": imports_of(request.user)})


@login_required
@require_safe
@never_cache
def detail(request: SignedInRequest, import_id: int) -> HttpResponse:
    made = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)

    if made.is_under_way:
        part = "importing/_progress.html" if request.htmx else "importing/import_reading.html"
        return render(request, part, {"import": made, "page": import_page(made)})
    if request.htmx:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    page = import_page(made)
    if page.only_one is not None:
        return redirect(page.only_one)
    return show_parts(request, page, FandomForm(initial={"fandom": made.files_under}))


def show_parts(request: SignedInRequest, page: ImportPage, fandom: FandomForm) -> HttpResponse:
    """What came of the files of an import, with the form for its works' fandom."""
    context = {"import": page.of_import, "page": page, "fandom_form": fandom}
    status = form_status(fandom)
    return render(request, "importing/import_detail.html", context, status=status)


@login_required
@shows_and_saves
def delete(request: SignedInRequest, import_id: int) -> HttpResponse:
    made = get_object_or_404(Import.objects.visible_to(request.user), pk=import_id)
    if not saves(request):
        page = import_page(made)
        return render(request, "importing/import_delete.html", {"import": made, "page": page})

    if made.is_open:
        made.discard()

    messages.success(request, gettext("What you had not saved is discarded."))
    return redirect("importing:upload_new")
