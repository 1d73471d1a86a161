"""What happened that concerns me."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest
from bookcub.notifications import actions
from bookcub.notifications.forms import ChangeForm, FilterForm
from bookcub.notifications.models import NoticeQuerySet
from bookcub.notifications.queries.inbox import InboxFilter, inbox_page

VERBS = {
    "read": NoticeQuerySet.mark_read,
    "unread": NoticeQuerySet.mark_unread,
    "delete": actions.throw_away,
}


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    chosen = FilterForm(asdict(InboxFilter()) | request.GET.dict()).chosen()
    inbox = inbox_page(request, request.user, chosen)
    context = {
        "inbox": inbox,
        "form": FilterForm(asdict(chosen)),
        "here": request.get_full_path(),
        "unread_count": inbox.unread,  # spares the masthead its query
    }
    return render(request, "notifications/inbox.html", context)


@login_required
@require_POST
def edit(request: SignedInRequest) -> HttpResponse:
    """Mark or delete one, several or all."""
    form = ChangeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, gettext("Choose what to do with the notices."))
        return redirect("notifications:inbox_index")
    everything = form.cleaned_data["everything"]
    if not everything and not form.ids:
        messages.warning(request, gettext("Choose at least one notice."))
        return redirect("notifications:inbox_index")

    verb = form.cleaned_data["do"]
    notices = actions.chosen(of=request.user, ids=form.ids, everything=everything)
    number = VERBS[verb](notices)

    messages.success(request, _done(verb, number))
    return redirect("notifications:inbox_index")


def _done(verb: str, number: int) -> str:
    if verb == "read":
        said = ngettext(
            "%(number)s notice marked as read.", "%(number)s notices marked as read.", number
        )
    elif verb == "unread":
        said = ngettext(
            "%(number)s notice marked as unread.", "%(number)s notices marked as unread.", number
        )
    else:
        said = ngettext("%(number)s notice deleted.", "%(number)s notices deleted.", number)
    return said % {"number": number}
