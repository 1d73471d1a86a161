"""What is being typed, saved by itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from bookcub.core.http import (
    CONFLICT,
    UNPROCESSABLE,
    Request,
    SignedInRequest,
    saves,
    shows_and_saves,
)
from bookcub.web.forms.refusals import Refusals, refusals
from bookcub.works.actions.working_copies import keep_copy
from bookcub.works.forms.autosave import CopyForm
from bookcub.works.models import ClosedFormError, NewerCopy, WorkingCopy
from bookcub.works.views.pages.autosave import sent


@require_POST
def create(request: Request) -> JsonResponse:
    """Save what stands in a form. 401 signed out · 409 another window was faster · 410 it is done · 422 nonsense."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": gettext("You are logged out.")}, status=401)
    form = CopyForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=UNPROCESSABLE)

    with refusals(None, NewerCopy, ClosedFormError) as refused:
        copy = keep_copy(
            by=request.user,
            key=form.cleaned_data["form_key"],
            fields=form.typed,
            window=form.cleaned_data["window"],
            seen=form.cleaned_data["version"],
        )
    if refused:
        return _refusal(refused)
    if copy is None:
        return JsonResponse({"error": gettext("There is no such text of yours.")}, status=404)

    return JsonResponse(_as_json(copy))


@login_required
@shows_and_saves
def delete(request: SignedInRequest, copy_id: int) -> HttpResponse:
    """Ask, and let go of what was typed: there is no way back."""
    copy = get_object_or_404(WorkingCopy.objects.of_person(request.user), pk=copy_id)
    form_key, address = copy.form_key, copy.address
    is_stored = copy.chapter_id is not None or copy.work_id is not None
    if not saves(request):
        context = {"copy": copy, "is_stored": is_stored}
        return render(request, "works/working_copies/delete.html", context)

    copy.delete()

    messages.success(request, gettext("Your unsaved changes are discarded."))
    return sent(redirect(address if is_stored else "works:draft_index"), form_key)


def _refusal(refused: Refusals) -> JsonResponse:
    if isinstance(refused.by, NewerCopy):
        return JsonResponse(_as_json(refused.by.copy), status=CONFLICT)
    if isinstance(refused.by, ClosedFormError):
        return JsonResponse({"address": refused.by.address}, status=410)
    return JsonResponse({"errors": refused.sentences}, status=UNPROCESSABLE)


def _as_json(copy: WorkingCopy) -> dict[str, object]:
    return {
        "version": copy.version,
        "saved_at": copy.saved_at.isoformat(),
        "words": copy.word_count,
        "length": ngettext("%(count)s word", "%(count)s words", copy.word_count)
        % {"count": intcomma(copy.word_count)},
        "window": copy.window,
    }
