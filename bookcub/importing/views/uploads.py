"""Bringing files in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from bookcub.core.http import (
    SignedInRequest,
    form_status,
    posted,
    posted_files,
    shows_and_saves,
)
from bookcub.importing.actions.uploads import bring_in
from bookcub.importing.forms.uploading import UploadForm
from bookcub.importing.models import FILES_MAX
from bookcub.importing.policies import OPEN_MAX, has_room
from bookcub.importing.queries.pages import imports_of
from bookcub.importing.views.lookups import ensure_may_import
from bookcub.works.queries.forms import writer

TOO_LARGE = 413


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    ensure_may_import(request.user)
    who = writer(request.user)
    form = UploadForm(
        posted(request),
        posted_files(request),
        initial={"pseud": who.pseuds[0].pk},
        pseuds=who.pseud_choices,
        most_bytes=settings.UPLOAD_LIMIT,
    )
    if not form.is_valid():
        return _page(request, form)
    if not has_room(request.user):
        form.add_error(
            None,
            ngettext(
                "You already have %(n)s import waiting for you. Save or discard it first.",
                "You already have %(n)s imports waiting for you. Save or discard one of them first.",
                OPEN_MAX,
            )
            % {"n": OPEN_MAX},
        )
        return _page(request, form)

    given = form.cleaned_data
    made = bring_in(
        as_pseud=who.pseud(given["pseud"]),
        files=given["files"],
        joins=given["joins"],
        title=given["title"],
    )

    return redirect(made)


def _page(request: SignedInRequest, form: UploadForm) -> HttpResponse:
    context = {
        "form": form,
        "imports": [made for made in imports_of(request.user) if made.is_open],
        "limit": settings.UPLOAD_LIMIT,
        "files_max": FILES_MAX,
    }
    status = TOO_LARGE if form.is_too_large else form_status(form)
    return render(request, "importing/upload_new.html", context, status=status)
