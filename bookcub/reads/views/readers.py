"""Who may see how far a member has read, and whether they read along."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.reads.actions.progress import show_progress, sit_out
from bookcub.reads.forms.reads import CompanyForm
from bookcub.reads.views.progress import page_with_refusal
from bookcub.reads.views.reads import read_in


@login_required
@require_POST
def update(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Show one's place or keep it to oneself; sit a read out or come back."""
    read, me = read_in(request, club_id, read_id)

    form = CompanyForm(request.POST)
    if not form.is_valid():
        return page_with_refusal(request, read, me, gettext("Press one of the buttons."))
    if shows := form.cleaned_data["shows"]:
        show_progress(read=read, by=me, shows=shows == "yes")
        if shows == "yes":
            message = gettext("The others may see how far you have read.")
        else:
            message = gettext("How far you have read stays with you.")
    else:
        out = form.cleaned_data["sits_out"] == "yes"
        sit_out(read=read, by=me, sits_out=out)
        message = (
            gettext("You are skipping this read.") if out else gettext("You are reading along.")
        )

    messages.success(request, message)
    return redirect(read)
