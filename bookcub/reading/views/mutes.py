"""What lists leave out: everything of it on one page, and what can be muted of a work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, form_status, onward, posted, shows_and_saves
from bookcub.people.actions.blocks import mute
from bookcub.reading.forms import MutedWordsForm, WorkMuteForm
from bookcub.reading.queries.mutes import mutable_of
from bookcub.web.pages import page_of
from bookcub.works.actions.content_mutes import mute_content
from bookcub.works.models import ContentMute, Work


@shows_and_saves
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """All that is left out, and a field for words."""
    form = MutedWordsForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        mute_content(by=request.user, what=given["words"], reason=given["reason"])
        messages.success(request, gettext("Your lists leave out what has these words."))
        return redirect("reading:mute_index")

    mutes = ContentMute.objects.filter(user=request.user).select_related("work", "series", "tag")
    page = page_of(mutes, request, 50)
    context = {"form": form, "page": page}
    return render(request, "reading/mutes/index.html", context, status=form_status(form))


@shows_and_saves
@login_required
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Choose what of a work to see no more: itself, its series, its tags, who signs it."""
    work = get_object_or_404(Work.objects.visible_to(request.user).posted(), pk=work_id)
    mutable = mutable_of(work, request.user)

    form = WorkMuteForm(posted(request), mutable=mutable, initial={"what": ["work"]})
    if not form.is_valid():
        context = {"form": form, "work": work, "next": onward(request, "")}
        return render(request, "reading/mutes/new.html", context, status=form_status(form))

    reason = form.cleaned_data["reason"]
    for chosen in form.chosen:
        if chosen.account is not None:
            mute(by=request.user, other=chosen.account, reason=reason)
        elif chosen.content is not None:
            mute_content(by=request.user, what=chosen.content, reason=reason)
    number = len(form.chosen)
    told = ngettext(
        "Your lists leave that out from now on.", "Your lists leave these out from now on.", number
    )
    messages.success(request, told)
    # Its own page would show what one wants to see no more.
    return redirect(onward(request, "reading:mute_index"))


@login_required
@require_POST
def delete(request: SignedInRequest, content_mute_id: int) -> HttpResponse:
    found = get_object_or_404(ContentMute, user=request.user, pk=content_mute_id)

    found.delete()

    messages.info(request, gettext("It may be in your lists again."))
    return redirect("reading:mute_index")
