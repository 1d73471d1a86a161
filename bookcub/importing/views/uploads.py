"""Bringing files in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bookcub.core.http import SignedInRequest, ensure
from bookcub.importing.actions.bringing import bring_in
from bookcub.importing.forms.uploading import UploadForm
from bookcub.importing.models import FILES_MAX
from bookcub.importing.policies import OPEN_MAX, has_room, may_import
from bookcub.importing.queries.pages import imports_of
from bookcub.works.queries.forms import writer

TOO_LARGE, NOT_ACCEPTED = 413, 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    ensure(may_import(request.user), "Your account cannot post at the moment.")
    who = writer(request.user)
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"pseud": who.pseuds[0].pk},
        pseuds=who.pseud_choices,
        most_bytes=settings.UPLOAD_LIMIT,
    )
    if request.method != "POST":
        return _page(request, form)

    if not form.is_valid():
        return _page(request, form, TOO_LARGE if form.is_too_large else NOT_ACCEPTED)
    if not has_room(request.user):
        form.add_error(
            None, f"{OPEN_MAX} imports wait for you already. Keep or discard one of them first."
        )
        return _page(request, form, NOT_ACCEPTED)

    given = form.cleaned_data
    made = bring_in(
        as_pseud=who.pseud(given["pseud"]),
        files=given["files"],
        joins=given["joins"],
        title=given["title"],
    )

    return redirect(made)


def _page(request: SignedInRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "imports": [made for made in imports_of(request.user) if made.is_open],
        "limit": settings.UPLOAD_LIMIT,
        "files_max": FILES_MAX,
    }
    return render(request, "importing/upload_new.html", context, status=status)
