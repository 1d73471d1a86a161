"""How far a member has read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Membership
from bookcub.core.http import UNPROCESSABLE, SignedInRequest
from bookcub.reads.actions.progress import say_place
from bookcub.reads.forms.reads import ReachedForm
from bookcub.reads.models import Read
from bookcub.reads.queries.reads import read_page, readable_work
from bookcub.reads.views.reads import read_in


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Say how far one has read."""
    read, me = read_in(request, club_id, read_id)

    form = ReachedForm(request.POST)
    if not form.is_valid():
        return page_with_refusal(
            request, read, me, gettext("Enter how far you have read, as a number.")
        )
    if read.work_id and readable_work(read, request.user) is None:
        return page_with_refusal(
            request,
            read,
            me,
            gettext("You cannot open this work just now, so your place in it stays as it was."),
        )
    if not say_place(read=read, by=me, upto=form.cleaned_data["upto"]):
        return page_with_refusal(
            request, read, me, gettext("The book does not go that far. Enter a smaller number.")
        )

    messages.success(request, gettext("Your place is saved."))
    return redirect(read)


def page_with_refusal(
    request: SignedInRequest, read: Read, me: Membership, because: str
) -> HttpResponse:
    """The page again, with what was wrong and what was typed."""
    context = {
        "page": read_page(read, me, request.user),
        "club": me.club,
        "read": read,
        "refusal": because,
        "typed": request.POST.get("upto", "")[:20],
    }
    return render(request, "reads/read_detail.html", context, status=UNPROCESSABLE)
