"""Bringing a whole club in from another archive."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Club
from bookcub.core.http import (
    SignedInRequest,
    form_status,
    posted,
    posted_files,
    saves,
    shows_and_saves,
)
from bookcub.importing.actions.clubs import keep_soon
from bookcub.importing.forms.clubs import ClubKeepForm, ClubUploadForm
from bookcub.importing.models import ClubImport
from bookcub.importing.policies import OPEN_MAX, has_room_for_club
from bookcub.importing.queries.club_imports import ClubPreview, preview_of
from bookcub.importing.views.lookups import ensure_may_import
from bookcub.people.mail import absolute
from bookcub.web.forms.refusals import refusals

TOO_LARGE = 413


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    """Choose the file; it is read and checked before anything is made of it."""
    ensure_may_import(request.user)
    form = ClubUploadForm(posted(request), posted_files(request), most_bytes=settings.UPLOAD_LIMIT)
    if not form.is_valid():
        return _upload_page(request, form)
    if not has_room_for_club(request.user):
        form.add_error(
            None,
            ngettext(
                "You already have %(n)s club waiting to be imported. Import or discard it first.",
                "You already have %(n)s clubs waiting to be imported. Import or discard one first.",
                OPEN_MAX,
            )
            % {"n": OPEN_MAX},
        )
        return _upload_page(request, form)

    name, text = form.cleaned_data["file"]
    made = ClubImport.objects.create(person=request.user, name=name, text=text)
    return redirect(made)


@login_required
@shows_and_saves
def detail(request: SignedInRequest, import_id: int) -> HttpResponse:
    """What was understood; and yes to it."""
    # Its text is large, and whoever waits asks every second.
    own = ClubImport.objects.visible_to(request.user).defer("text")
    made = get_object_or_404(own, pk=import_id)
    if made.club is not None:
        return _is_here(request, made.club)
    if made.is_under_way:
        return redirect(made) if saves(request) else _progress_page(request, made)
    address = absolute("/")
    preview = preview_of(made, request.user, address=address)
    form = ClubKeepForm(
        posted(request),
        people=preview.people,
        pseuds=request.user.pseuds.all(),
        initial={"me": preview.me, "pseud": request.user.default_pseud},
    )
    if not form.is_valid():
        return _preview_page(request, preview, form)
    cleaned = form.cleaned_data
    with refusals(form) as refused:
        keep_soon(
            imported=made,
            by=request.user,
            pseud=cleaned["pseud"],
            me=cleaned["me"],
            address=address,
        )
    if refused:
        return _preview_page(request, preview, form)

    return redirect(made)


@require_POST
@login_required
def delete(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Let go of a file that was not kept."""
    made = get_object_or_404(ClubImport.objects.visible_to(request.user), pk=import_id)

    if made.is_under_way:
        return redirect(made)
    if made.club is None:
        made.delete()

    messages.success(request, gettext("The file is discarded."))
    return redirect("importing:club_new")


def _is_here(request: SignedInRequest, club: Club) -> HttpResponse:
    if request.htmx:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    messages.success(
        request,
        gettext("“%(club)s” is here. Invite the others; they can say who they were.")
        % {"club": club.name},
    )
    return redirect(club)


def _progress_page(request: SignedInRequest, made: ClubImport) -> HttpResponse:
    part = "importing/_club_progress.html" if request.htmx else "importing/club_keeping.html"
    answer = render(request, part, {"made": made})
    add_never_cache_headers(answer)
    return answer


def _upload_page(request: SignedInRequest, form: ClubUploadForm) -> HttpResponse:
    waiting = ClubImport.objects.visible_to(request.user).waiting().defer("text")
    context = {"form": form, "waiting": waiting, "limit": settings.UPLOAD_LIMIT}
    status = TOO_LARGE if form.is_too_large else form_status(form)
    return render(request, "importing/club_new.html", context, status=status)


def _preview_page(
    request: SignedInRequest, preview: ClubPreview, form: ClubKeepForm
) -> HttpResponse:
    context = {"preview": preview, "form": form}
    return render(request, "importing/club_detail.html", context, status=form_status(form))
