"""A list of tags with their families, loaded from a page: for keepers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import ngettext

from bookcub.core.http import SignedInRequest, form_status, posted, posted_files, shows_and_saves
from bookcub.finding.forms.wrangling import ListFileForm
from bookcub.finding.views.wrangling.access import desk_tabs
from bookcub.people.views.keeper.access import ensure_keeper
from bookcub.tags.actions.loading import load
from bookcub.web.forms.refusals import refusals


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    """Choose a file; where a line of it is wrong nothing is changed."""
    ensure_keeper(request)

    form = ListFileForm(posted(request), posted_files(request))
    if form.is_valid():
        with refusals(form) as refused:
            changed = load(form.cleaned_data["file"], by=request.user)
        if not refused:
            sentence = ngettext(
                "%(number)s tag was changed. You can undo it here.",
                "%(number)s tags were changed. You can undo it here.",
                changed,
            )
            messages.success(
                request, sentence % {"number": number_format(changed, force_grouping=True)}
            )
            return redirect("finding:tag_change_index")

    context = {"form": form, "tabs": desk_tabs()}
    return render(request, "finding/wrangling/list.html", context, status=form_status(form))
