"""What a member says of themselves in a read: how far, who may see it, and whether they read along."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Membership
from bookcub.core.http import SignedInRequest
from bookcub.reads.actions.progress import say_place, show_progress, sit_out
from bookcub.reads.forms.reads import CompanyForm, PlaceForm
from bookcub.reads.models import Read
from bookcub.reads.queries.reads import read_page, readable_work
from bookcub.reads.views.reads import read_in


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Say how far one has read."""
    read, me = read_in(request, club_id, read_id)

    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _refused(request, read, me, "Say how far as a number.")
    if read.work_id and readable_work(read, request.user) is None:
        return _refused(request, read, me, "You cannot open this work.")
    if not say_place(read=read, by=me, upto=form.cleaned_data["upto"]):
        return _refused(request, read, me, "There is no such place to have read.")

    messages.success(request, "Your place is kept.")
    return redirect(read)


@login_required
@require_POST
def update(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Show one's place or keep it to oneself; sit a read out or come back."""
    read, me = read_in(request, club_id, read_id)

    form = CompanyForm(request.POST)
    if not form.is_valid():
        return _refused(request, read, me, "Choose one of the buttons.")
    if shows := form.cleaned_data["shows"]:
        show_progress(read=read, by=me, shows=shows == "yes")
        said = "Your place is shown." if shows == "yes" else "Your place is yours alone."
    else:
        out = form.cleaned_data["sits_out"] == "yes"
        sit_out(read=read, by=me, sits_out=out)
        said = "You sit this one out." if out else "You read along."

    messages.success(request, said)
    return redirect(read)


def _refused(request: SignedInRequest, read: Read, me: Membership, because: str) -> HttpResponse:
    """The page again, with what was wrong and what was typed."""
    context = {
        "page": read_page(read, me, request.user),
        "club": me.club,
        "read": read,
        "refusal": because,
        "typed": request.POST.get("upto", "")[:20],
    }
    return render(request, "reads/read_detail.html", context, status=422)
