"""One tag at the desk, with everything that can be done with it; and a new one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, form_status, posted, shows_and_saves
from bookcub.finding.actions import tag_changes
from bookcub.finding.forms.wrangling import NewTagForm
from bookcub.finding.queries.wrangling.families import tag_at_the_desk
from bookcub.finding.views.wrangling.access import (
    desk_tabs,
    ensured_everything,
    ensured_scope,
    known_tags,
)
from bookcub.web.forms.refusals import refusals


@login_required
@require_safe
def detail(request: SignedInRequest, tag_id: int) -> HttpResponse:
    scope = ensured_scope(request)
    tag = get_object_or_404(known_tags(scope).select_related("synonym_of"), pk=tag_id)

    context = {"page": tag_at_the_desk(tag), "tag": tag, "tabs": desk_tabs()}
    return render(request, "finding/wrangling/tag.html", context)


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    """A canonical tag that no work needs to have."""
    ensured_everything(request)

    form = NewTagForm(posted(request))
    if form.is_valid():
        with refusals(form) as refused:
            tag = tag_changes.make_new(**form.cleaned_data, by=request.user)
        if not refused:
            messages.success(request, gettext("“%(name)s” is canonical.") % {"name": tag.name})
            return redirect("finding:wrangled_tag_detail", tag_id=tag.pk)

    context = {"form": form, "tabs": desk_tabs()}
    return render(request, "finding/wrangling/new.html", context, status=form_status(form))
